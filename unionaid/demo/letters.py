"""The supervision letters of the demo city: a ladder that went to its end, one in every state, and one that is late."""

from datetime import date, timedelta

from django.db.models import Case, Q, When

from cases.models import Party
from cases.models.case import BEFORE_HANDLED, State
from parties.models import Employer
from prevention.actions import letter as verbs
from prevention.drafting import proposal
from prevention.models import Letter
from stations.models import User
from unionaid.demo.live import print_all
from unionaid.demo.network import City, moment

Kind = Letter.Kind
TALKS = "工会于发函前两次约谈你单位负责人，你单位称资金困难，未提出支付办法"
ANSWER = "我单位已核对工资表，将于本月内分两笔付清"
PLACE = "海棠街道"
FRESH = timedelta(days=2)


def write_letters(city: City, as_of: date) -> None:
    """Draft, sign off, serve and follow up letters about the employers that most open cases name, as of `as_of`."""
    writer = Writer(city, as_of)
    about = iter(_employers(city))
    writer.mended(next(about), days_ago=150)
    writer.mended(next(about), days_ago=95)
    refused = writer.refused(next(about), days_ago=80)
    writer.suggestion(refused, days_ago=40)
    writer.answered(next(about), days_ago=24)
    writer.served(next(about), Kind.REMINDER, days_ago=33)  # its answer is late
    writer.served(next(about), Kind.OPINION, days_ago=6)
    writer.waiting(next(about), days_ago=1)
    print_all()


def _employers(city):
    """The employers of the station's cases: those of open ones first, then by the latest case."""
    parties = Party.objects.filter(
        role="respondent", case__organisation=city.places[PLACE], left_case_on=None, employer__isnull=False
    )
    is_open = Q(case__state__in=[*BEFORE_HANDLED, State.DEFAULTED])
    ordered = parties.annotate(is_open=Case(When(is_open, then=0), default=1)).order_by(
        "is_open", "-case__received_on", "pk"
    )
    keys = list(dict.fromkeys(ordered.values_list("employer", flat=True)[:100]))
    found = Employer.objects.in_bulk(keys)
    return [found[pk] for pk in keys]


class Writer:
    """Writes the letters of one station; the head of the federation signs them off the day after."""

    def __init__(self, city: City, as_of: date):
        self.city, self.as_of = city, as_of
        self.place = city.places[PLACE]
        self.mediator: User = city.log_ins["mediator"]
        self.head: User = city.log_ins["leader"]

    def draft(self, employer: Employer, kind: str, day: date, **more) -> Letter:
        words = proposal(kind, employer, user=self.mediator, follows=more.get("follows"))
        was_known = self.as_of - day <= FRESH  # what today's cases tell was not known earlier
        if kind != Kind.SUGGESTION and not (was_known and words["facts"]):
            words["facts"] = f"有职工到工会反映你单位存在{words['subject']}，经核实情况属实。"
        if kind == Kind.OPINION:
            words["negotiation"] = TALKS
        return verbs.draft(
            employer, kind=kind, unit=self.place, by=self.mediator, on=day, at=moment(day), **words, **more
        )

    def waiting(self, employer, *, days_ago):
        day = self.as_of - timedelta(days=days_ago)
        return verbs.submit(self.draft(employer, Kind.REMINDER, day), by=self.mediator, at=moment(day, 10))

    def issued(self, employer, kind, day, **more) -> Letter:
        waiting = verbs.submit(self.draft(employer, kind, day, **more), by=self.mediator, at=moment(day, 10))
        return verbs.sign(waiting, by=self.head, on=day, at=moment(day, 15))

    def served(self, employer, kind, *, days_ago, **more) -> Letter:
        day = self.as_of - timedelta(days=days_ago)
        letter = self.issued(employer, kind, day, **more)
        on = day + timedelta(days=1)
        return verbs.serve(letter, served_on=on, how="in_person", proof=None, by=self.mediator, at=moment(on))

    def answered(self, employer, *, days_ago) -> Letter:
        letter = self.served(employer, Kind.REMINDER, days_ago=days_ago)
        day = letter.served_on + timedelta(days=6)
        return verbs.answer(
            letter, answered_on=day, text=ANSWER, objects=False, paper=None, by=self.mediator, at=moment(day)
        )

    def mended(self, employer, *, days_ago) -> Letter:
        letter = self.answered(employer, days_ago=days_ago)
        day = letter.answered_on + timedelta(days=9)
        return verbs.mend(
            letter, mended_on=day, how="回访两名职工，工资已经到账", by=self.mediator, at=moment(day)
        )

    def refused(self, employer, *, days_ago) -> Letter:
        letter = self.served(employer, Kind.OPINION, days_ago=days_ago)
        day = letter.reply_due_on + timedelta(days=2)
        return verbs.give_up(
            letter, reason="期限届满未书面答复，电话催告仍未整改", by=self.mediator, on=day, at=moment(day)
        )

    def suggestion(self, opinion: Letter, *, days_ago) -> Letter:
        return self.served(
            opinion.employer, Kind.SUGGESTION, days_ago=days_ago, follows=opinion,
            receiver=self.city.places["hr_bureau"],
        )  # fmt: skip
