"""Supervision letters, from the draft to what came of them."""

from datetime import timedelta

from prevention.actions import letter, reminders
from prevention.models import Letter
from record.uploads import Accepted
from tests.faults.scenes.scene import AT, NOW, Act, scene
from tests.people import MONDAY, morning
from tests.prevention.stories import (
    WORDS,
    a_draft,
    a_refused_opinion,
    a_served,
    a_waiting,
    an_employer,
    an_issued,
    the_bureau,
)

SCAN = Accepted("answer.pdf", "application/pdf", b"%PDF-1.4 answer")


@scene(letter.draft)
def draft_letter(city):
    return Act(city.lin, [an_employer(city)], {"kind": "reminder", "unit": city.haitang, **WORDS, **NOW})


@scene(letter.draft)
def draft_suggestion(city):
    opinion = a_refused_opinion(city)
    more = {"follows": opinion, "receiver": the_bureau(), "negotiation": "答复称无力支付"}
    return Act(
        city.lin, [opinion.employer], {"kind": "suggestion", "unit": city.haitang, **WORDS, **more, **NOW}
    )


@scene(letter.amend)
def amend_letter(city):
    made = a_draft(city)
    return Act(city.lin, [made], {"version": made.version, "subject": "欠薪问题", **AT})


@scene(letter.submit)
def submit_letter(city):
    return Act(city.lin, [a_draft(city)], AT)


@scene(letter.send_back)
def send_letter_back(city):
    return Act(city.qian, [a_waiting(city)], {"reason": "事实不清", **AT})


@scene(letter.sign)
def sign_letter(city):
    before = a_served(city)
    return Act(
        city.qian, [a_waiting(city, Letter.Kind.OPINION, employer=before.employer, follows=before)], NOW
    )


@scene(letter.serve)
def serve_letter(city):
    return Act(city.lin, [an_issued(city)], {"served_on": MONDAY, "how": "post", "proof": SCAN, **AT})


@scene(letter.answer)
def answer_letter(city):
    facts = {"answered_on": MONDAY, "text": "已安排支付", "objects": False, "paper": SCAN}
    return Act(city.lin, [a_served(city)], {**facts, **AT})


@scene(letter.mend)
def mend_letter(city):
    return Act(city.lin, [a_served(city)], {"mended_on": MONDAY, "how": "工资已发放", **AT})


@scene(letter.give_up)
def give_letter_up(city):
    return Act(city.lin, [a_served(city)], {"reason": "拒不答复", **NOW})


@scene(letter.drop)
def drop_letter(city):
    return Act(city.lin, [a_draft(city)], {"reason": "情况已解决", **AT})


@scene(letter.void)
def void_letter(city):
    return Act(city.zheng, [an_issued(city)], {"reason": "收件单位写错", **AT})


@scene(reminders.tick)
def remind_of_letters(city):
    served = a_served(city, Letter.Kind.OPINION)
    return Act(None, [], {"at": morning(served.reply_due_on + timedelta(days=1))})
