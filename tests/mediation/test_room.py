"""The pages: the room with offers, minutes and agreement; signing; sealing; what is refused stays typed."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Claim, Paper
from mediation.actions import sessions
from mediation.models import Agreement, CaucusNote, Offer, Session, TranscriptLine
from record.files import store
from tests.mediation.stories import (
    STROKES,
    a_draft,
    a_mediation,
    employer_of,
    take_print,
    worker_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(city, client):
    """A mediation whose mediator is logged in, with a session in a moment."""
    mediation = a_mediation(city)
    client.force_login(city.lin)
    now = timezone.now()
    soon = now + timedelta(minutes=10)
    sessions.schedule(
        mediation, mode="on_site", station=city.haitang, room="第一调解室", starts_at=soon,
        ends_at=soon + timedelta(hours=1), invited=[{"party": worker_of(mediation.case), "name": "刘长顺"}],
        by=city.lin, at=now,
    )  # fmt: skip
    return mediation


def url(name, mediation, *more):
    return reverse(f"mediation:{name}", args=[mediation.case_id, *more])


def post(client, name, mediation, data=None, *more, key="k1", **how):
    return client.post(url(name, mediation, *more), {"key": key, **(data or {})}, **how)


def typed(mediation, **changes):
    claim = Claim.objects.get(party__case=mediation.case)
    later = (timezone.localdate() + timedelta(days=9)).isoformat()
    return {
        "plan-TOTAL_FORMS": "1", "plan-INITIAL_FORMS": "0", "plan-0-due_on": later,
        "plan-0-amount": "15,600.00", "plan-0-manner": "transfer",
        "plan-0-payer": str(employer_of(mediation.case).pk), f"grant-{claim.pk}": "15600.00",
        "acceleration": "on", "route": "", "low_total_reason": "", **changes,
    }  # fmt: skip


def test_every_page_of_a_running_mediation_opens(city, client, running):
    for name, more in (
        ("room", ()), ("panel", ()), ("offers", ()), ("schedule", ()), ("attempt", ()), ("consent", ()),
        ("disclose", ()), ("recuse", ()), ("extend", ()), ("end", ()),
        ("hold", (running.sessions.get().pk,)), ("cancel", (running.sessions.get().pk,)),
        ("paper", ("mediation_summons",)), ("paper", ("mediation_minutes",)),
        ("paper", ("mediation_termination",)), ("paper", ("rejection_notice",)),
    ):  # fmt: skip
        answer = client.get(url(name, running, *more))
        assert answer.status_code == 200, name
    session_day = timezone.localdate(running.sessions.get().starts_at).isoformat()
    for name, query in (("list", {}), ("calendar", {"from": session_day})):
        assert "刘长顺" in client.get(reverse(f"mediation:{name}"), query).content.decode()


def test_a_case_nobody_took_opens_for_its_mediator_with_the_disclosure(city, client):
    from tests.people import an_assigned_case

    case = an_assigned_case(city)
    client.force_login(city.lin)
    take = reverse("mediation:take", args=[case.pk])
    assert client.get(reverse("mediation:room", args=[case.pk])).url == take

    client.post(take, {"key": "k", "tie": "无利害关系"})

    assert case.mediations.get().disclosures.get().tie == "无利害关系"


def test_whoever_takes_a_case_says_whether_there_is_a_tie_and_nothing_is_presumed(city, client):
    from tests.people import an_assigned_case

    case = an_assigned_case(city)
    client.force_login(city.lin)
    take = reverse("mediation:take", args=[case.pk])

    assert "checked" not in client.get(take).content.decode().partition("<form")[2]
    assert client.post(take, {"key": "k1"}).status_code == 422
    assert client.post(take, {"key": "k2", "ties": "some"}).status_code == 422
    assert not case.mediations.exists()
    client.post(take, {"key": "k3", "ties": "none"})

    assert case.mediations.get().disclosures.get().tie == "与双方当事人均无利害关系。"


def test_another_station_sees_no_room(city, client, running):
    client.force_login(city.wei)

    for name in ("room", "panel", "offers", "sign", "seal", "end"):
        assert client.get(url(name, running)).status_code == 404
    assert post(client, "say", running, {"text": "x"}).status_code == 404


def test_the_clerk_reads_the_room_and_writes_nothing(city, client, running):
    client.force_login(city.zhou)

    assert client.get(url("room", running)).status_code == 200
    for name in ("say", "agreement", "end"):
        assert post(client, name, running, {}).status_code == 403


def test_a_round_of_offers_shows_the_gap(city, client, running):
    claim = Claim.objects.get(party__case=running.case)

    post(client, "offers", running,
         {f"applicant-{claim.pk}": "15,600", f"respondent-{claim.pk}": "１２０００元"})  # fmt: skip

    assert Offer.objects.count() == 2
    assert "3,600.00" in client.get(url("room", running)).content.decode()


def test_what_is_confided_is_seen_apart_and_never_in_the_minutes(city, client, running):
    post(client, "say", running, {"kind": "minutes", "speaker": "申请人", "text": "三个月没发"})
    post(client, "say", running, {"kind": "caucus", "speaker": "被申请人", "text": "上限两万七"}, key="k2")

    assert TranscriptLine.objects.get().text == "三个月没发"
    assert CaucusNote.objects.get().side == "respondent"
    page = client.get(url("room", running)).content.decode()
    assert re.search(r'class="ua-secret".*上限两万七', page, re.S)
    form = {
        "session": "1",
        "recusal": "不要求更换",
        "result": "另行签订协议",
        "read_back": "read",
        "do": "look",
    }
    looked = post(client, "paper", running, form, "mediation_minutes", key="k3").content.decode()
    assert "三个月没发" in looked
    assert "上限两万七" not in looked


def test_the_same_contribution_sent_twice_is_stored_once(city, client, running):
    for _ in range(2):
        post(client, "say", running, {"kind": "minutes", "speaker": "申请人", "text": "三个月没发"})

    assert TranscriptLine.objects.count() == 1


def test_what_is_half_typed_comes_back(city, client, running):
    client.post(
        url("typed", running, "minutes"), {"kind": "minutes", "speaker": "申请人", "text": "十月八日口头"}
    )

    assert "十月八日口头" in client.get(url("room", running)).content.decode()
    client.post(url("typed", running, "agreement"), typed(running, clauses="开具离职证明"))
    assert "开具离职证明" in client.get(url("room", running)).content.decode()


def test_the_minutes_begin_from_the_template_of_the_dispute(city, client, running):
    post(client, "say", running, {"do": "script"})

    assert TranscriptLine.objects.count() == 3


def test_a_draft_is_kept_and_finalised_with_one_press(city, client, running):
    answer = post(client, "agreement", running, typed(running, do="finalise"))

    assert answer.status_code == 302
    draft = Agreement.objects.get()
    assert (draft.state, draft.paper.state) == ("finalised", "finalising")


def test_a_refused_finalise_says_every_reason_and_keeps_what_was_typed(city, client, running):
    claim = Claim.objects.get(party__case=running.case)
    worker = worker_of(running.case).person
    worker.verified_on = None
    worker.save()
    sent = typed(running, do="finalise", clauses="双方互不追究", **{f"grant-{claim.pk}": "9000"})

    answer = post(client, "agreement", running, sent)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert not Paper.objects.exists()
    assert not Agreement.objects.exists()
    for words in ("双方互不追究", "9,000.00", "15,600.00", "刘长顺"):
        assert words in page
    refused = page.partition('id="refused"')[2].partition("</ul>")[0]
    assert reverse("cases:edit-person", args=[worker.pk]) in refused
    assert "#id_low_total_reason" in refused


def test_every_reason_stands_on_the_page_at_once_with_its_way_out(city, client, running):
    worker, firm = worker_of(running.case).person, employer_of(running.case).employer
    worker.id_number, worker.bank_last4, worker.verified_on = "", "", None
    worker.save()
    firm.credit_code = firm.legal_representative = ""
    firm.save()

    page = post(client, "agreement", running, typed(running, do="finalise")).content.decode()

    refused = page.partition('id="refused"')[2].partition("</ul>")[0]
    for words in ("身份", "公民身份号码", "账户尾号", "统一社会信用代码", "法定代表人"):
        assert words in refused, words
    assert refused.count("<li>") >= 5
    assert reverse("cases:edit-employer", args=[firm.pk]) in refused


def test_the_mediators_proposal_stays_in_the_room_and_the_total_once_it_is_finalised(city, client, running):
    claim = Claim.objects.get(party__case=running.case)
    post(client, "offers", running, {f"mediator-{claim.pk}": "15,000"})
    assert "调解员建议 15,000.00" in client.get(url("room", running)).content.decode()

    post(client, "agreement", running, typed(running, do="finalise"), key="fin")

    page = client.get(url("room", running)).content.decode()
    assert "data-sums" not in page
    assert "<output data-total>¥15,600.00</output>" in page
    assert 'data-key="o"' not in page


def test_a_payment_after_the_window_is_warned_of_with_two_ways_out(city, client, running):
    late = (timezone.localdate() + timedelta(days=80)).isoformat()
    sent = typed(running, **{"plan-0-due_on": late})
    warned = client.post(url("agreement", running), sent, headers={"HX-Request": "true"}).content.decode()
    assert 'value="date-0"' in warned
    assert warned.index('value="keep"') < warned.index('value="date-0"')  # what Enter presses
    assert 'value="joint"' in warned
    assert not Agreement.objects.exists()

    post(client, "agreement", running, {**sent, "do": "date-0"})
    moved = Agreement.objects.get().instalments.get().due_on
    assert moved == timezone.localdate() + timedelta(days=30)
    post(client, "agreement", running, {**sent, "do": "joint"}, key="k2")

    assert Agreement.objects.get().route == "confirmation"
    assert "共同申请司法确认" in client.get(url("preview", running)).content.decode()


@pytest.fixture
def printed(city, client, running):
    """The agreement is finalised and its print is there."""
    post(client, "agreement", running, typed(running, do="finalise"), key="fin")
    draft = Agreement.objects.get()
    take_print(draft.paper, by=city.lin)
    draft.refresh_from_db()
    draft.paper.refresh_from_db()
    return draft


def test_signing_one_after_the_other_and_sealing_by_a_second_person(city, client, running, printed):
    today = timezone.localdate().isoformat()
    case = running.case
    scan = store(b"%PDF-1.7", name="poa.pdf", media_type="application/pdf", by=city.lin)
    authority = case.evidence.create(
        kind="authority", title="授权委托书", file=scan, received_on=timezone.localdate(), by=city.lin
    )
    common = {"signed_on": today, "text_hash": printed.paper.text_hash}
    drawn = {**common, "way": "screen", "sign_strokes": STROKES}
    for place, (who, sent) in enumerate((
        (worker_of(case).pk, drawn),
        (employer_of(case).pk, {**drawn, "agent": "陈强", "authority": str(authority.pk)}),
        ("mediator", drawn),
    )):  # fmt: skip
        answer = client.post(f"{url('sign', running)}?who={who}", {"key": f"s{place}", **sent})
        assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert answer.url == url("room", running)

    page = client.get(answer.url).content.decode()
    assert url("seal", running) not in page
    assert "林秀云是定稿人" in page
    seen = post(client, "seal", running, {"sealed_on": today}, key="own")
    assert seen.status_code == 422
    client.force_login(city.sun)
    assert url("seal", running) in client.get(url("room", running)).content.decode()
    answer = post(client, "seal", running, {"sealed_on": today}, key="seal")

    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.state == "performing"


def test_a_signature_without_strokes_is_refused_in_words(city, client, running, printed):
    sent = {"key": "x", "way": "screen", "signed_on": timezone.localdate().isoformat(),
            "text_hash": printed.paper.text_hash}  # fmt: skip

    answer = client.post(f"{url('sign', running)}?who={worker_of(running.case).pk}", sent)

    assert answer.status_code == 422
    assert not printed.signatures.exists()


def test_the_void_paper_stands_in_the_register_with_its_reason(city, client, running, printed):
    client.force_login(city.sun)
    post(client, "void", running, {"reason": "金额写错"})

    assert "金额写错" in client.get(reverse("cases:papers")).content.decode()
    assert "金额写错" in client.get(reverse("cases:papers-panel", args=[running.case_id])).content.decode()
    client.force_login(city.wei)
    assert printed.paper.number not in client.get(reverse("cases:papers")).content.decode()


def test_a_print_is_shown_in_a_sandbox(city, client, running, printed):
    answer = client.get(reverse("cases:paper", args=[running.case_id, printed.paper_id]))

    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer.content.startswith(b"%PDF")


def test_a_session_is_a_calendar_file_without_names(city, client, running):
    answer = client.get(url("ics", running, running.sessions.get().pk))

    assert answer["Content-Type"].startswith("text/calendar")
    assert "第一调解室" in answer.content.decode()
    assert "刘长顺" not in answer.content.decode()


def test_arranging_a_session_that_clashes_keeps_what_was_typed(city, client, running):
    now = timezone.localtime(timezone.now() + timedelta(minutes=30))
    sent = {"on": now.date().isoformat(), "start": f"{now:%H:%M}", "minutes": "60", "mode": "on_site",
            "room": "第二调解室"}  # fmt: skip

    answer = post(client, "schedule", running, sent)

    assert answer.status_code == 422
    assert "第二调解室" in answer.content.decode()
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("acceptance_notice", {}),
        ("mediation_summons", {"session": "1", "bring": "身份证"}),
        ("consent_inquiry", {"reply_by": "2026-12-01", "delivered_by": "专递"}),
        ("extension_consent", {"new_last_day": "2099-01-01", "reason": "等回款"}),
        ("mediation_minutes",
         {"session": "1", "recusal": "不要求更换", "result": "另行签订协议", "read_back": "read"}),
        ("special_report", {"stage": "first", "receiver": "示范区总工会", "signer": "钱伟", "situation": "38人来访",
                            "causes": "欠薪", "scene": "秩序平稳", "taken": "已受理", "risk": "可控", "proposal": "约谈"}),
        ("rejection_notice", {"ground": "out_of_scope", "reason": "不属受案范围"}),
    ],
)  # fmt: skip
def test_each_other_paper_gets_its_number_from_what_is_on_file(city, client, running, kind, sent):
    city.haitang.address, city.haitang.phone = "示范区海棠路18号", "0532-0000-1234"
    city.haitang.save()
    post(client, "say", running, {"kind": "minutes", "speaker": "申请人", "text": "三个月没发"})
    addressee = {} if kind in ("mediation_minutes", "special_report") else {"addressee": "刘长顺"}

    answer = post(client, "paper", running, {**addressee, **sent, "do": "issue"}, kind, key="p")

    assert answer.status_code == 302, answer.content.decode()[-4000:]
    assert Paper.objects.get().kind == kind


def test_the_end_leads_to_its_notice(city, client, running):
    city.haitang.address, city.haitang.phone = "示范区海棠路18号", "0532-0000-1234"
    city.haitang.save()

    answer = post(client, "end", running, {"reason": "too_far_apart", "explanation": "差距大"})
    assert answer.url == url("paper", running, "mediation_termination")
    answer = client.post(answer.url, {"key": "n", "addressee": "刘长顺", "do": "issue"})

    assert answer.status_code == 302, answer.content.decode()[-4000:]
    assert "当事人分歧较大且难以达成调解协议" in Paper.objects.get().text


def test_a_stored_draft_is_shown_again(city, client, running):
    a_draft(running, by=city.lin, clauses="开具离职证明")

    assert "开具离职证明" in client.get(url("room", running)).content.decode()


def test_before_it_is_finalised_the_room_says_which_route_closes_before_a_payment(city, client, running):
    today = timezone.localdate()
    sent = typed(running, **{"plan-0-due_on": (today + timedelta(days=20)).isoformat()})

    warned = client.post(url("agreement", running), sent, headers={"HX-Request": "true"}).content.decode()

    assert "届时只剩共同申请司法确认" in warned
    assert "对方失联" in warned
    assert "若经仲裁审查或者司法确认，至" in warned
    post(client, "agreement", running, {**sent, "do": "date-0"})
    assert Agreement.objects.get().instalments.get().due_on == today + timedelta(days=15)


def test_a_payment_within_both_windows_needs_no_chooser(city, client, running):
    soon = (timezone.localdate() + timedelta(days=5)).isoformat()
    sent = typed(running, **{"plan-0-due_on": soon})

    shown = client.post(url("agreement", running), sent, headers={"HX-Request": "true"}).content.decode()

    assert "走哪条路" not in shown
    assert "如今天用印，同时起算" in shown
