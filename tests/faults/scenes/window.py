"""The window: a visit, a group, what was typed so far, the receipt, the shift."""

from datetime import timedelta
from decimal import Decimal

from cases.actions import drafts, enquiry, groups, handover, intake, receipts
from record.uploads import Accepted
from stations.models import Membership, Role
from tests.faults.scenes.scene import AT, NOW, Act, scene
from tests.people import MONDAY, OPENED, a_case, an_enquiry, employer, worker

FORM = "cases.walk_in"
CLAIMS = [enquiry.ClaimLine("wage_arrears", amount=Decimal(5200))]
CONSENT = intake.Given(kind="privacy", way="paper", text="同意将以上情况提供给有关单位")


@scene(enquiry.register)
def register(city):
    matter = enquiry.Matter(
        workers=[enquiry.Worker(worker(), claims=CLAIMS)],
        employers=[employer()],
        details={"summary": "拖欠工资", "left_on": MONDAY - timedelta(days=60)},
    )
    return Act(city.zhou, [matter], {"organisation": city.haitang, **NOW})


def card(**details):
    return intake.Card(
        visitor=intake.Visitor(person=None, fields={"name": "刘长顺", "phone": "13876454417"}),
        other_side=intake.OtherSide(
            fields={"name": "青岛示固劳务有限公司（演示）"}, project_name="示范项目（演示）",
            contractor_name="示建总包（演示）",
        ),
        claims=CLAIMS,
        details={"summary": "拖欠工资", "left_on": MONDAY - timedelta(days=60), **details},
        advice="可以申请调解", handling="mediation", return_on=MONDAY + timedelta(days=2), consents=[CONSENT],
    )  # fmt: skip


@scene(intake.walk_in)
def walk_in(city):
    return Act(city.zhou, [card()], {"organisation": city.haitang, "promote": True, **NOW})


@scene(intake.consent)
def consent(city):
    case = an_enquiry(city)
    return Act(city.zhou, [case, case.parties.get(role="applicant"), CONSENT], AT)


@scene(groups.receive_group)
def receive_group(city):
    photo = Accepted("sheet.pdf", "application/pdf", b"%PDF-1.4 sheet")
    facts = {"organisation": city.haitang, "sign_in": photo, **NOW}
    return Act(city.zhou, [card(head_count=30, is_heated=True)], facts)


@scene(enquiry.advise)
def advise(city):
    return Act(city.zhou, [an_enquiry(city)], {"advice": "可以先申请调解", "handling": "answered", **AT})


@scene(enquiry.promote)
def promote(city):
    return Act(city.zhou, [an_enquiry(city)], NOW)


@scene(receipts.issue_receipt)
def issue_receipt(city):
    return Act(city.zhou, [an_enquiry(city)], NOW)


@scene(drafts.keep)
def keep(city):
    return Act(city.zhou, [FORM, "name=刘长顺"], AT)


@scene(drafts.keep)
def keep_more(city):
    drafts.keep(FORM, "name=刘", by=city.zhou, **AT)
    return Act(city.zhou, [FORM, "name=刘长顺"], AT)


@scene(drafts.discard)
def discard(city):
    drafts.keep(FORM, "name=刘", by=city.zhou, **AT)
    return Act(city.zhou, [FORM], {})


def a_shift(city):
    """(matters, to whom): a second clerk comes at noon."""
    Membership.objects.create(user=city.tang, organisation=city.haitang, role=Role.CLERK, since=OPENED)
    case = a_case(city)
    an_enquiry(city)
    return [*handover.open_matters(city.haitang, on=MONDAY), handover.Matter(case, "enquiry")], city.tang


@scene(handover.give)
def give(city):
    matters, to = a_shift(city)
    return Act(city.zhou, [city.haitang], {"to": to, "matters": matters, "text": "下午回电", **AT})


@scene(handover.accept)
def accept_shift(city):
    matters, to = a_shift(city)
    shift = handover.give(city.haitang, to=to, matters=matters, text="下午回电", by=city.zhou, **AT)
    return Act(to, [shift], AT)
