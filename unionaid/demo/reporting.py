"""What the federation of the demo city reported: its sheets by three hands, its last evaluation by two."""

from datetime import date, timedelta
from decimal import Decimal

from reports.actions import evaluation, sheet
from reports.evaluation import MEASURES
from reports.models.evaluation import Rules
from reports.terms import Rhythm, ended
from unionaid.demo.live import print_all
from unionaid.demo.network import City, moment

MONTHS = 3  # of sheets; the last one waits for its review
DAYS = timedelta(days=3)  # until the head of the unit has signed
RULES = Rules(
    {code: weight for code, (_name, _text, weight) in MEASURES.items()}, 15, Decimal(60), Decimal(140_000)
)


def report_some(city: City, as_of: date) -> None:
    """The monthly sheets of the federation, filled in, reviewed and signed by three persons on the first three days
    after the month, and the evaluation of the last year."""
    federation, known = city.places["federation"], as_of - DAYS
    office, leader, chair = (city.log_ins[name] for name in ("office", "leader", "chair"))
    months = ended(Rhythm.MONTH, known, MONTHS)
    for term in reversed(months):
        first = term.until + timedelta(days=1)
        made = sheet.make(federation, term, by=office, at=moment(first, 10))
        if term != months[0]:
            sheet.review(made, by=leader, at=moment(first + timedelta(days=1), 10))
            sheet.sign(made, by=chair, at=moment(first + timedelta(days=2), 15))
    (year,) = ended(Rhythm.YEAR, known, 1)
    made = evaluation.make(federation, year, RULES, by=office, at=moment(year.until + timedelta(days=1), 14))
    evaluation.approve(made, by=leader, at=moment(year.until + timedelta(days=2), 9))
    print_all()
