"""The mediation room in a browser: from offers to a sealed agreement, on screen, without a serious finding."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Claim, Paper
from mediation.actions import sessions
from mediation.models import Agreement
from record.files import store
from tests.browser.look import serious
from tests.mediation.stories import a_mediation, employer_of, really_print, worker_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def running(city):
    """Four claims of one worker, a session since half an hour, one round of offers, two confidences."""
    mediation = a_mediation(city)
    worker = worker_of(mediation.case)
    for item, quantity, unit, price in (
        ("severance_n", "1.5", "month", "5200.00"),
        ("unused_leave_pay", "5", "day", "478.16"),
        ("overtime_pay", "12", "day", "478.16"),
    ):
        Claim.objects.create(
            party=worker, item=item, quantity=Decimal(quantity), unit=unit, unit_price=Decimal(price),
            amount=Decimal(quantity) * Decimal(price),
        )  # fmt: skip
    now = timezone.now()
    employer = employer_of(mediation.case)
    session = sessions.schedule(
        mediation, mode="on_site", station=city.haitang, room="第一调解室", starts_at=now - timedelta(minutes=30),
        ends_at=now + timedelta(hours=1), by=city.lin, at=now,
        invited=[{"party": worker, "name": worker.name}, {"party": employer, "name": employer.name[:60]}],
    )  # fmt: skip
    said = {"by": city.lin, "at": now - timedelta(minutes=20)}
    sessions.say(session, speaker="调解员", text="双方对拖欠的三个月工资均无异议，先记为一致。", **said)
    sessions.say(session, speaker="申请人", text="口头叫我别来了，没有书面通知，要求经济补偿。", **said)
    sessions.confide(session, side="applicant", text="急用钱交房租，总额 26,000 以上即可接受。", **said)
    offered = ("15600", "15600"), ("7000", "5200"), ("2390.80", "1800"), ("4000", "1500")
    claims = list(Claim.objects.filter(party=worker).order_by("pk"))
    amounts = {
        (claim.pk, side): Decimal(amount)
        for claim, pair in zip(claims, offered, strict=True)
        for side, amount in zip(("applicant", "respondent"), pair, strict=True)
    }
    sessions.offer(mediation, amounts=amounts, session=session, by=city.lin, at=now)
    mediation.said = [f"[name=grant-{claim.pk}]" for claim in claims]
    return mediation


def room(mediation):
    return reverse("mediation:room", args=[mediation.case_id])


def test_what_was_said_is_stored_by_keys_and_caucus_stands_apart(open_as, city, running):
    page = open_as(city.lin, room(running))

    page.locator("#tx").fill("建议合计两万六千五百元，分两期。")
    page.keyboard.press("Control+Enter")
    page.locator(".ua-say").get_by_text("建议合计两万六千五百元").wait_for()
    assert page.locator("#tx").input_value() == ""
    page.keyboard.press("Alt+b")
    page.locator("#tx").fill("授权上限两万七千元")
    page.keyboard.press("Control+Enter")
    page.locator(".ua-secret").get_by_text("授权上限").wait_for()

    assert page.locator(".ua-secret").count() == 2
    page.emulate_media(media="print")
    assert page.locator(".ua-secret").first.is_hidden()
    page.emulate_media(media="screen")
    assert page.complaints == []


def sign_here(page):
    box = page.locator("[data-sign] canvas")
    box.scroll_into_view_if_needed()
    at = box.bounding_box()
    page.mouse.move(at["x"] + 40, at["y"] + 30)
    page.mouse.down()
    for right, down in ((120, 70), (60, 100), (180, 60), (240, 110)):
        page.mouse.move(at["x"] + right, at["y"] + down, steps=6)
    page.mouse.up()


def test_from_offers_to_the_sealed_agreement(open_as, city, running):
    today = timezone.localdate()
    page = open_as(city.lin, room(running))
    assert serious(page) == []

    # the column "proposed" and two payments, the second after the windows have closed
    for name, amount in zip(running.said, ("15600", "6200", "2000", "2700"), strict=True):
        page.locator(name).fill(amount)
    for place, (days, amount) in enumerate(((2, "10000"), (70, "16500"))):
        page.locator("[data-add=plan]").click()
        page.locator(f"[name=plan-{place}-due_on]").fill((today + timedelta(days=days)).isoformat())
        with page.expect_response(lambda answer: answer.url.endswith(f"{running.case_id}/agreement/")):
            page.locator(f"[name=plan-{place}-amount]").fill(amount)
            page.locator(f"[name=plan-{place}-amount]").blur()
        page.wait_for_load_state("networkidle")
    page.locator(".ua-warnrow").wait_for()
    # a field that was dragged larger carries a style of its own
    page.evaluate("document.getElementById('id_acceleration').style.height = '17px'")
    page.locator("[name=plan-1-amount]").fill("16500.00")
    with page.expect_response(lambda answer: answer.url.endswith(f"{running.case_id}/agreement/")):
        page.locator("[name=plan-1-amount]").blur()
    page.wait_for_load_state("networkidle")
    assert page.complaints == []
    assert serious(page) == []
    page.get_by_role("button", name="写明生效后即共同申请确认").click()
    page.wait_for_load_state("networkidle")
    page.locator("[name=low_total_reason]").fill("加班时数双方各认一部分，本人知悉并自愿")

    # the session that has begun is written down first
    page.get_by_text("已经开始但没有记录").wait_for()
    page.get_by_role("button", name="存草稿").click()
    page.wait_for_load_state("networkidle")
    page.goto(
        page.get_by_role("listitem").filter(has_text="没有记录").get_by_role("link").get_attribute("href")
    )
    for name in ("present", "checked"):
        for box in page.locator(f"[name^={name}-]").all():
            box.check()
    page.locator("[name=result]").fill("双方到场，达成一致")
    page.locator("main button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("没有记录").count() == 0

    # looked at, finalised, printed by the drain
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="预览协议").click()
    page.get_by_text("贰万陆仟伍佰元整").first.wait_for()
    assert serious(page) == []
    page.get_by_role("link", name="返回调解室").click()
    page.get_by_role("button", name="定稿").click()
    page.get_by_text("编号并付印").wait_for()
    assert serious(page) == []
    page.get_by_role("button", name="锁定并编号").click()
    page.get_by_text("已定稿").first.wait_for()
    really_print()

    # everybody signs on the tablet, the company's agent with the authority on file
    case = running.case
    scan = store(b"%PDF-1.7", name="poa.pdf", media_type="application/pdf", by=city.lin)
    case.evidence.create(
        kind="authority",
        party=employer_of(case),
        title="授权委托书",
        file=scan,
        received_on=today,
        by=city.lin,
    )
    page.goto(reverse("mediation:sign", args=[case.pk]))
    for turn in range(3):
        page.wait_for_load_state("networkidle")
        if not turn:
            assert serious(page) == []
        page.locator("label", has=page.locator("[name=way][value=screen]")).click()
        if page.locator("[name=way][value=seal]").count() and turn == 1:
            page.locator("[name=agent]").fill("陈强")
            page.locator("[name=authority]").select_option(index=1)
        sign_here(page)
        page.get_by_role("button", name="登记签署").click()
    page.wait_for_load_state("networkidle")
    assert Agreement.objects.get().signatures.count() == 3

    # a second person seals; the case is being performed and its clocks run
    page = open_as(city.sun, reverse("mediation:seal", args=[case.pk]))
    assert serious(page) == []
    page.get_by_role("button", name="用印").click()
    page.wait_for_load_state("networkidle")
    assert page.url.endswith(reverse("cases:detail", args=[case.pk]))
    page.get_by_text("履行中").first.wait_for()
    really_print()
    paper = Paper.objects.get()
    assert (paper.state, paper.original is not None) == ("sealed", True)
    page.goto(reverse("cases:papers"))
    assert serious(page) == []
    page.get_by_text(paper.number).wait_for()
    assert page.complaints == []


def test_list_and_week_have_no_serious_finding(open_as, city, running):
    page = open_as(city.lin, reverse("mediation:list"))
    assert serious(page) == []
    session_day = timezone.localdate(running.sessions.get().starts_at).isoformat()
    page.goto(reverse("mediation:calendar") + f"?from={session_day}")
    assert serious(page) == []
    assert page.locator(".ua-slot").count() == 1
    assert page.complaints == []
