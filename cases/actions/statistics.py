"""What the sheets count people and employers by: complete before 办结, not asked at the window (practice 2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from cases.models import Case, Party, PartyRole
from cases.words import COUNTED_BY
from parties.actions.employers import edit_employer
from parties.actions.persons import edit_person
from parties.models import Employer
from record.refusals import Refused
from stations.models import User

OF_THE_PERSON = ("sex", "born_on", "home_place")
OF_THE_EMPLOYER = ("industry", "ownership", "unionised")
NAMED = 5  # so many parties stand in the sentence; the page names them all


@dataclass(frozen=True)
class Gap:
    """What the sheets still lack of one party: names of fields (cases.words.COUNTED_BY)."""

    party: Party
    fields: Sequence[str]

    def __str__(self):
        return f"{self.party.name}（{'、'.join(str(COUNTED_BY[name]) for name in self.fields)}）"


class StatisticsMissing(Refused):
    """The handling cannot end while the sheets lack something; `gaps` say what of whom."""

    code = "statistics.missing"
    status = 422
    sentence = _("Before the handling ends the sheets need: %(what)s.")
    sentence_more = _("Before the handling ends the sheets need: %(what)s, and the same of %(more)d more.")

    def __init__(self, gaps: Sequence[Gap]):
        self.gaps = list(gaps)
        super().__init__(parties=len(self.gaps))

    def __str__(self):
        what = "；".join(str(gap) for gap in self.gaps[:NAMED])
        more = len(self.gaps) - NAMED
        sentence = self.sentence_more if more > 0 else self.sentence
        return gettext(sentence) % {"what": what, "more": more}


def gaps(case: Case) -> list[Gap]:
    """Of every applicant and of every employer on the other side, what is not known yet.

    An individual who hired a crew has no industry, ownership or union.
    """
    rows = case.parties.filter(left_case_on=None).select_related("person", "employer").order_by("pk")
    found = [Gap(row, _lacking(row)) for row in rows]
    return [gap for gap in found if gap.fields]


def _lacking(row):
    if row.role == PartyRole.APPLICANT and row.person_id:
        known = {name: getattr(row.person, name) for name in OF_THE_PERSON}
        known["union_member"] = row.union_member
    elif row.role == PartyRole.RESPONDENT and row.employer_id:
        if row.employer.kind == Employer.EmployerKind.INDIVIDUAL:
            return []
        known = {name: getattr(row.employer, name) for name in OF_THE_EMPLOYER}
    else:
        return []
    return [name for name in COUNTED_BY if name in known and known[name] in (None, "")]


def demand(case: Case) -> None:
    """Refuse to end the handling while the sheets lack something."""
    found = gaps(case)
    if found:
        raise StatisticsMissing(found)


@transaction.atomic
def fill(case: Case, given: Mapping[int, Mapping[str, Any]], *, by: User, on: date, at: datetime) -> None:
    """Write down what was asked: {id of the party: {field: value}}. Only what is still missing is taken."""
    for gap in gaps(case):
        party = gap.party
        new = {name: value for name, value in given.get(party.pk, {}).items() if name in gap.fields}
        new = {name: value for name, value in new.items() if value not in (None, "")}
        of_party = {name: new.pop(name) for name in ("union_member",) if name in new}
        if of_party:
            party.edit(by=by, at=at, version=party.version, **of_party)
        if new and party.person_id:
            edit_person(party.person, version=party.person.version, by=by, on=on, at=at, **new)
        elif new:
            edit_employer(party.employer, version=party.employer.version, by=by, at=at, **new)
