"""Letters as far as a test needs them: drafted by 林秀云 of 海棠, signed off by 钱伟, the head of the federation."""

from parties.actions.employers import record_employer
from prevention.actions import letter as verbs
from prevention.models import Letter
from stations.models import Kind, Organisation
from tests.people import MONDAY, morning

AT = morning(MONDAY)
WORDS = {
    "subject": "拖欠工资问题", "facts": "2026年1月以来，12名职工反映你单位拖欠工资。",
    "basis": "《中华人民共和国劳动法》第五十条", "measures": "依法支付拖欠的工资\n书面告知我会",
}  # fmt: skip


def an_employer(city, name="青岛示固劳务有限公司（演示）"):
    return record_employer(name=name, by=city.lin, at=AT)


def a_draft(city, kind=Letter.Kind.REMINDER, *, employer=None, on=MONDAY, **more):
    talks = {} if kind == Letter.Kind.REMINDER else {"negotiation": "你单位拒绝协商"}
    return verbs.draft(
        employer or an_employer(city), kind=kind, unit=city.haitang, by=city.lin, on=on, at=morning(on),
        **{**WORDS, **talks, **more},
    )  # fmt: skip


def a_waiting(city, kind=Letter.Kind.REMINDER, *, on=MONDAY, **more):
    return verbs.submit(a_draft(city, kind, on=on, **more), by=city.lin, at=morning(on))


def an_issued(city, kind=Letter.Kind.REMINDER, *, on=MONDAY, **more):
    return verbs.sign(a_waiting(city, kind, on=on, **more), by=city.qian, on=on, at=morning(on))


def a_served(city, kind=Letter.Kind.REMINDER, *, on=MONDAY, **more):
    letter = an_issued(city, kind, on=on, **more)
    return verbs.serve(letter, served_on=on, how="in_person", proof=None, by=city.lin, at=morning(on))


def a_refused_opinion(city, **more):
    letter = a_served(city, Letter.Kind.OPINION, **more)
    return verbs.give_up(letter, reason="答复称无力支付", by=city.lin, on=MONDAY, at=AT)


def the_bureau():
    return Organisation.objects.get(kind=Kind.HR_BUREAU)


def a_suggestion(city, **more):
    opinion = a_refused_opinion(city)
    return a_waiting(
        city,
        Letter.Kind.SUGGESTION,
        employer=opinion.employer,
        follows=opinion,
        receiver=the_bureau(),
        **more,
    )
