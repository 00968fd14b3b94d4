"""A case from acceptance to closing, and what is written about it on the way."""

from datetime import timedelta
from decimal import Decimal

from cases.actions import (
    acceptance,
    assignment,
    closing,
    contact,
    evidence,
    facts,
    limitation,
    members,
    override,
    papers,
    party,
    receipts,
    registers,
    reminders,
    roster,
    statistics,
    withdrawal,
)
from cases.actions import split as splitting
from cases.actions.enquiry import ClaimLine
from cases.models import CallBack, Deadline, Party, PartyRole
from cases.roster import read
from parties.models import Person
from record.files import store
from record.uploads import Accepted
from tests.documents.examples import EXAMPLES
from tests.faults.scenes.scene import AT, NOW, Act, scene
from tests.mediation import stories
from tests.people import (
    MONDAY,
    a_case,
    a_scan,
    an_accepted_case,
    an_assigned_case,
    an_enquiry,
    employer,
    morning,
    worker,
)


@scene(acceptance.request_acceptance)
def request_acceptance(city):
    return Act(city.zhou, [a_case(city)], {"body": city.haitang_body, "source": "application", **AT})


def asked_for_acceptance(city):
    case = a_case(city)
    acceptance.request_acceptance(case, body=city.haitang_body, source="application", by=city.zhou, **AT)
    return case


@scene(acceptance.accept)
def accept(city):
    return Act(city.sun, [asked_for_acceptance(city)], NOW)


@scene(acceptance.send_back)
def send_back(city):
    return Act(city.sun, [asked_for_acceptance(city)], {"reason": "缺劳动合同", **AT})


@scene(acceptance.reject)
def reject(city):
    why = {"reason": "不属于受理范围", "ground": "other_side_refuses"}
    return Act(city.sun, [asked_for_acceptance(city)], why | NOW)


@scene(assignment.assign)
def assign(city):
    return Act(city.zheng, [an_accepted_case(city)], {"mediator": city.lin, **NOW})


@scene(assignment.take)
def take(city):
    return Act(city.lin, [an_assigned_case(city)], NOW)


@scene(assignment.decline)
def decline(city):
    return Act(city.lin, [an_assigned_case(city)], {"reason": "与被申请人有亲属关系", **NOW})


@scene(assignment.hand_back)
def hand_back(city):
    case = assignment.take(an_assigned_case(city), by=city.lin, **NOW)
    return Act(city.lin, [case], {"reason": "休产假", **NOW})


@scene(assignment.transfer)
def transfer(city):
    return Act(city.zheng, [an_accepted_case(city)], {"to": city.liulin, "reason": "用人单位在柳林", **NOW})


@scene(withdrawal.withdraw)
def withdraw(city):
    return Act(city.lin, [an_assigned_case(city)], {"settled": False, "reason": "本人撤回", **NOW})


@scene(closing.request_closing)
def request_closing(city):
    return Act(city.zhou, [withdrawn(city)], {"reason": "withdrawn", **AT})


def withdrawn(city):
    """Our handling has ended, the file is complete."""
    case = an_assigned_case(city)
    withdrawal.withdraw(case, settled=False, reason="本人撤回", by=city.lin, **NOW)
    Party.objects.filter(case=case, role=PartyRole.APPLICANT).update(union_member=True)
    stories.worker_of(case).person.__class__.objects.update(home_place="河南")
    return case


def asked_to_close(city):
    case = withdrawn(city)
    closing.request_closing(case, reason="withdrawn", by=city.zhou, **AT)
    return case


@scene(closing.close)
def close(city):
    return Act(city.sun, [asked_to_close(city)], NOW)


@scene(closing.send_back_closing)
def send_back_closing(city):
    return Act(city.sun, [asked_to_close(city)], {"reason": "缺回访", **AT})


@scene(closing.reopen)
def reopen(city):
    case = asked_to_close(city)
    closing.close(case, by=city.sun, **NOW)
    return Act(city.sun, [case], {"reason": "又来申请", **NOW})


@scene(closing.follow)
def follow(city):
    running = stories.a_mediation(city)
    stories.mediation.end(running, reason="too_far_apart", explanation="差距过大", by=city.lin, **NOW)
    return Act(city.lin, [running.case], {"where": "区仲裁委 仲2026-7", **NOW})


# What is written about it


@scene(contact.record_contact)
def record_contact(city):
    call = {"way": "call_out", "side": "worker", "outcome": "reached", "text": "约定周三再联系"}
    return Act(city.zhou, [a_case(city)], {**call, "call_back_on": MONDAY + timedelta(days=2), **NOW})


@scene(contact.write_note)
def write_note(city):
    return Act(city.zhou, [a_case(city)], {"text": "等书面材料", **NOW})


@scene(contact.set_next_action)
def set_next_action(city):
    case = a_case(city)
    what = {"action": "call_back", "due_on": MONDAY + timedelta(days=3), "version": case.version}
    return Act(city.zhou, [case], what | AT)


@scene(contact.lift_silence)
def lift_silence(city):
    case = a_case(city, do_not_contact_employer=True)
    return Act(city.zhou, [case], {"version": case.version, **AT})


@scene(contact.make_call_back)
def make_call_back(city):
    owed = CallBack.objects.create(case=a_case(city), kind=CallBack.Kind.PROMISED, due_on=MONDAY)
    said = {
        "reached": False,
        "satisfaction": None,
        "text": "无人接听",
        "again_on": MONDAY + timedelta(days=1),
    }
    return Act(city.zhou, [owed], said | NOW)


@scene(contact.work_off)
def work_off(city):
    """Two calls: one reached, one owed again."""
    case = a_case(city)
    owed = [CallBack.objects.create(case=case, kind=CallBack.Kind.PROMISED, due_on=MONDAY) for _ in range(2)]
    again_on = MONDAY + timedelta(days=1)
    outcomes = [contact.Outcome(owed[0], True, 5), contact.Outcome(owed[1], False, again_on=again_on)]
    return Act(city.zhou, [case, outcomes], NOW)


@scene(contact.call_all)
def call_all(city):
    return Act(city.zhou, [a_case(city)], {"due_on": MONDAY + timedelta(days=1), **AT})


@scene(facts.correct)
def correct(city):
    case = a_case(city)
    changes = {"left_on": MONDAY - timedelta(days=9), "summary": "拖欠两个月工资"}
    return Act(city.zhou, [case], {"version": case.version, **changes, **NOW})


@scene(limitation.record_fact)
def record_fact(city):
    told = {"is_certain": True, "evidence": None, "text": "微信催讨"}
    return Act(city.zhou, [a_case(city), "demand"], told | NOW)


@scene(evidence.add)
def add_evidence(city):
    piece = Accepted("slip.pdf", "application/pdf", b"%PDF-1.4 slip")
    what = {"upload": piece, "kind": "bank_slip", "title": "工资流水", "received_on": MONDAY}
    return Act(city.zhou, [a_case(city)], {**what, "original_seen": True, **NOW})


@scene(evidence.see_original)
def see_original(city):
    return Act(city.zhou, [a_scan(a_case(city), kind="chat")], {"account_name": "王班长", **NOW})


@scene(evidence.withdraw)
def withdraw_evidence(city):
    return Act(city.zhou, [a_scan(a_case(city))], {"reason": "重复", **NOW})


@scene(evidence.opened)
def open_evidence(city):
    return Act(city.zhou, [a_scan(a_case(city))], AT)


def clock(city):
    return a_case(city).deadlines.filter(state=Deadline.State.RUNNING).order_by("pk").first()


def proposed(city):
    day = MONDAY + timedelta(days=3)
    return override.propose(clock(city), new_on=day, reason="告知书晚到", by=city.zhou, **AT)


@scene(override.propose)
def propose_date(city):
    return Act(city.zhou, [clock(city)], {"new_on": MONDAY + timedelta(days=3), "reason": "告知书晚到", **AT})


@scene(override.confirm)
def confirm_date(city):
    return Act(city.sun, [proposed(city)], NOW)


@scene(override.refuse)
def refuse_date(city):
    return Act(city.sun, [proposed(city)], {"reason": "无凭据", **AT})


# Its sides and their claims


@scene(party.add_person)
def add_person(city):
    case = a_case(city)
    claims = [ClaimLine("overtime_pay", amount=Decimal(900))]
    return Act(city.zhou, [case, worker("王桂芳")], {"role": "applicant", "claims": claims, **NOW})


@scene(roster.take_roster)
def take_roster(city):
    """One worker of the case is corrected, one whom the register knows and one stranger join it."""
    case = a_case(city)
    worker("王桂芳", phone="13876454418")
    table = [
        ["姓名", "手机号", "工种", "欠发金额"], [stories.worker_of(case).name, "", "保温", "9000"],
        ["王桂芳", "13876454418", "抹灰", "8000"], ["何福来", "13876454419", "", "7000"],
    ]  # fmt: skip
    return Act(city.zhou, [case, read(table, default="wage_arrears", today=MONDAY)], NOW)


def a_crew(city):
    """A case with three workers."""
    case = a_case(city)
    for name in ("王桂芳", "何福来"):
        party.add_person(case, worker(name), role="applicant", by=city.zhou, **NOW)
    return case, list(case.parties.filter(role="applicant").order_by("pk"))


@scene(members.record_wishes)
def record_wishes(city):
    case, crew = a_crew(city)
    return Act(city.lin, [case, crew[1:], "refuses"], NOW)


@scene(members.elect)
def elect(city):
    case, crew = a_crew(city)
    return Act(city.lin, [case, crew[:2]], {"scope": "代为参加调解、接收通知", **NOW})


@scene(members.dismiss)
def dismiss(city):
    case, crew = a_crew(city)
    members.elect(case, crew[:2], scope="代为参加调解", by=city.lin, **NOW)
    return Act(city.lin, [case, crew[:1]], NOW)


@scene(members.verify)
def verify(city):
    case, crew = a_crew(city)
    for number, one in enumerate(crew):
        one.person.id_number = f"37021119850306{number:03d}X"
        one.person.save()
    return Act(city.lin, [case, crew], NOW)


@scene(splitting.split)
def split(city):
    case, crew = a_crew(city)
    return Act(city.lin, [case, crew[1:]], NOW)


@scene(party.add_employer)
def add_employer(city):
    case = a_case(city)
    ground = {"role": "respondent", "ground": "《保障农民工工资支付条例》第三十条"}
    return Act(city.zhou, [case, employer("示建总包（演示）")], ground | NOW)


@scene(party.correct)
def correct_party(city):
    one = stories.worker_of(a_case(city))
    return Act(city.zhou, [one], {"version": one.version, "job": "架子工", "union_member": True, **AT})


@scene(party.leave)
def leave(city):
    case = a_case(city)
    second = party.add_person(case, worker("王桂芳"), role="applicant", by=city.zhou, **NOW)
    return Act(city.zhou, [second], {"reason": "已另行解决", **NOW})


@scene(party.come_back)
def come_back(city):
    case = a_case(city)
    second = party.add_person(case, worker("王桂芳"), role="applicant", by=city.zhou, **NOW)
    party.leave(second, reason="已另行解决", by=city.zhou, **NOW)
    return Act(city.zhou, [second], {"at": NOW["at"]})


@scene(party.add_claim)
def add_claim(city):
    line = ClaimLine("overtime_pay", amount=Decimal(900))
    return Act(city.zhou, [stories.worker_of(a_case(city)), line], NOW)


@scene(party.correct_claim)
def correct_claim(city):
    claim = stories.worker_of(a_case(city)).claims.get()
    line = ClaimLine("wage_arrears", Decimal(2), "month", Decimal("5200.00"))
    return Act(city.zhou, [claim, line], {"version": claim.version, **NOW})


@scene(party.withdraw_claim)
def withdraw_claim(city):
    return Act(city.zhou, [stories.worker_of(a_case(city)).claims.get()], NOW)


@scene(registers.edit_person)
def edit_person(city):
    person = stories.worker_of(a_case(city)).person
    return Act(city.zhou, [person], {"version": person.version, "name": "刘常顺", **NOW})


@scene(registers.edit_employer)
def edit_employer(city):
    one = stories.employer_of(a_case(city)).employer
    return Act(city.zhou, [one], {"version": one.version, "name": "青岛示固建筑劳务有限公司（演示）", **AT})


@scene(registers.merge)
def merge(city):
    gone = stories.worker_of(a_case(city)).person
    return Act(city.zhou, [gone], {"into": worker("刘长顺"), "reason": "同一身份证", **AT})


@scene(registers.unmerge)
def unmerge(city):
    gone = stories.worker_of(a_case(city)).person
    row = registers.merge(gone, into=worker("刘长顺"), reason="同一身份证", by=city.zhou, **AT)
    return Act(city.zhou, [row], AT)


# Papers and lists


@scene(papers.finalise)
def finalise_receipt(city):
    case = an_enquiry(city)
    said = receipts.receipt_of(case, by=city.zhou, **AT)
    return Act(city.zhou, [case, receipts.KIND, said], {"series": city.haitang.series, **NOW})


@scene(papers.printed)
def print_paper(city):
    """What the drain does once the PDF is there."""
    job = stories.finalised(city, printed_now=False).paper.job
    return Act(None, [stored(job, city)], {})


def stored(job, city):
    job.file = store(b"%PDF-1.7 print", name="print.pdf", media_type="application/pdf", by=city.lin)
    job.save()
    return job


@scene(papers.void)
def void_paper(city):
    paper = stories.finalised(city).paper
    return Act(city.sun, [paper], {"reason": "金额写错", **AT})


@scene(papers.sign)
def sign_minutes(city):
    case = stories.a_mediation(city).case
    minutes = EXAMPLES["mediation_minutes"]() | {"mediators": [city.lin.full_name]}
    minutes.pop("number", None)
    paper = papers.finalise(case, "mediation_minutes", minutes, series="海棠示调", by=city.lin, **NOW)
    stories.take_print(paper, by=city.lin)
    signed = [one for one in papers.signers(paper) if one.name in ("刘长顺", city.lin.full_name)]
    return Act(
        city.lin, [paper], {"signed": signed, "scan": stories.a_scan(city.lin), "signed_on": MONDAY, **AT}
    )


@scene(statistics.fill)
def fill_in_what_the_sheets_need(city):
    case = a_case(city)
    worker = stories.worker_of(case)
    Person.objects.filter(pk=worker.person_id).update(sex="", home_place="")
    case.parties.update(union_member=None)
    given = {worker.pk: {"sex": "female", "home_place": "河南", "union_member": True}}
    return Act(city.zhou, [case], {"given": given, **NOW})


@scene(reminders.tick)
def tick(city):
    """The drain on a day on which the mediation period is nearly over."""
    stories.a_mediation(city)
    return Act(None, [morning(MONDAY + timedelta(days=12))], {})
