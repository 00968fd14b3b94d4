"""The whole main road as five people walk it: from the walk-in at the window to wages received and closed.

The clerk, the mediator, a second person, a partner and the leader sit at browsers of their own and only
follow what they see; nobody knows an address but the first page. Once in Chinese, once in English.
"""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import Case, Paper
from record.drain import work
from record.outbox import database_now
from stations.models import MediationBody, Organisation, User
from tests.browser.seat import Seat
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORKER, FIRM, BOSS = "刘长顺", "青岛示固劳务有限公司（演示）", "钱广业"
MATTER = "海棠里二期三个月工资未付"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    return request.param


@pytest.fixture
def seats(chromium, live_server, city, language):
    """seats("lin") is lin logged in at a browser of his own; seats(None) is a stranger."""
    User.objects.update(language=language)
    data = sorted(
        {
            WORKER, FIRM, BOSS, MATTER, "示范银行", "安徽阜阳", "示监〔2026〕7号",
            *User.objects.values_list("full_name", flat=True),
            *MediationBody.objects.values_list("name", flat=True),
            *MediationBody.objects.values_list("seal_name", flat=True),
            *(name for names in Organisation.objects.values_list("name", "short_name", "address") for name in names),
        } - {""},
        key=len,
        reverse=True,
    )  # fmt: skip
    contexts, taken = [], []

    def sit_down(username=None, *, width=1366, height=768):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, base_url=live_server.url,
            locale="zh-CN" if language == "zh-hans" else "en-GB",
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(150_000)
        seat = Seat(page, language, data)
        taken.append(seat)
        page.complaints = []
        page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        if username:
            log_in(seat, username)
        return seat

    sit_down.taken = taken
    yield sit_down
    for context in contexts:
        context.close()


def log_in(seat, username):
    seat.page.goto("/")
    seat.stands_on("Log in")
    seat.page.locator("[name=login]").fill(username)
    seat.page.locator("[name=password]").fill(PASSWORD)
    seat.press("Log in")


def test_from_the_window_to_the_wages(seats, city, tmp_path):
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(PDF)
    today = timezone.localdate()
    leader = seats("qian")
    before = figures(leader)

    clerk = seats("zhou")
    number = register_and_promote(clerk)
    second = seats("zheng")
    accept_and_assign(second, number)

    mediator = seats("lin")
    open_mediation(mediator, number)
    complete_the_parties(mediator, number)
    meet_and_offer(mediator, number)
    agree(mediator, today)
    work(database_now())
    collect_signatures(mediator)
    seal(second, number, scan)
    check_the_code(seats(width=390, height=844), Paper.objects.get(kind="mediation_agreement"))

    refer(mediator, number)
    work(database_now())
    answer(seats("meng", width=390, height=844), number)

    receive(mediator, number, scan)
    ask_for_closing(mediator)
    close(second, number)

    added = {name: now - before[name] for name, now in figures(leader).items()}
    assert added == {
        "workers_served": 1, "accepted": 1, "handled": 1, "open": 0, "aid": 1, "success_rate": 100,
        "agreed": 15600, "received_money": 15600,
    }  # fmt: skip
    open_the_row(leader, number)

    for seat in seats.taken:  # htmx says so when a request is cut off by leaving the page
        assert [said for said in seat.page.complaints if not said.startswith("htmx:")] == []
    assert sorted(set().union(*(seat.foreign for seat in seats.taken))) == []


def register_and_promote(clerk):
    clerk.stands_on("Workbench")
    clerk.go("Intake")
    clerk.fill("Phone / document number / name", "13876454417")
    clerk.fill("Full name", WORKER)
    clerk.fill("Identity number", "370211197903152714")
    clerk.tick("Original checked")
    clerk.fill("Part of the name, or the credit code", FIRM)
    more = clerk.page.locator("section[data-section='2']")
    clerk.unfold("More", more)
    clerk.fill("Unified social credit code", "91370200MA3C0YLH1J", more)
    clerk.fill("Legal representative", BOSS, more)
    clerk.unfold("More", more)
    clerk.tick("Left")
    clerk.fill("Left on", (timezone.localdate() - timedelta(days=60)).isoformat())
    clerk.pick("Claim", clerk.say("Wage arrears"))
    clerk.fill("Quantity", 3)
    clerk.fill("Unit price (yuan)", 5200)
    clerk.fill("The matter in one sentence", MATTER)
    clerk.tick("Told: after choosing mediation, inspection may decline (Regulation art. 21)")
    clerk.tick("Applies for mediation")
    clerk.press("Register as an enquiry")
    clerk.stands_on("Enquiry registered")
    clerk.follow("Open the file")
    clerk.follow("Make it a case")
    clerk.send(clerk.dialog)
    clerk.sees("Awaiting acceptance")
    clerk.follow("Put acceptance to approval")
    clerk.send(clerk.dialog)
    clerk.sees("Acceptance waits for a second person.")
    return Case.objects.get().number


def accept_and_assign(second, number):
    second.stands_on("Workbench")
    second.open(number)
    second.follow("Approvals")
    second.sees("The file is complete.")
    second.follow("Approve acceptance")
    second.send(second.dialog)
    second.sees("Accepted; the clocks of mediation run.")
    second.follow("Assign")
    dialog = second.dialog
    second.pick("Mediator", re.compile("林秀云"), dialog)
    second.send(dialog)
    second.sees("Assigned; the mediator was told.")


def open_mediation(mediator, number):
    mediator.stands_on("Workbench")
    mediator.open(number)
    mediator.follow("Take the case")
    mediator.tick("No tie to either side.")
    mediator.press("Take the case")
    mediator.stands_on("Mediation room")
    mediator.unfold("More")
    mediator.follow("The other side agrees to mediate")
    mediator.stands_on("The other side agrees to mediate")
    mediator.press("The other side agrees to mediate")
    mediator.stands_on("Mediation room")


def complete_the_parties(mediator, number):
    """What the statistics want to know of both, and the account that the wages go to."""
    mediator.go("Cases")
    mediator.open(number)
    mediator.follow("Parties and claims")
    workers = mediator.page.locator("section[aria-labelledby=h-workers]")
    mediator.follow("Correct", workers)
    dialog = mediator.dialog
    mediator.pick("Union member", mediator.say("Yes"), dialog)
    mediator.fill("Home place", "安徽阜阳", dialog)
    mediator.send(dialog)
    mediator.sees("Saved.")
    mediator.follow("Parties and claims")
    mediator.follow("Fill in")
    dialog = mediator.dialog
    for name, word in (("industry", "Construction"), ("ownership", "Private"), ("unionised", "No")):
        dialog.locator(f"[name$=-{name}]").select_option(label=mediator.say(word))
    mediator.send(dialog)
    mediator.sees("Saved. Go on where it was asked for.")
    mediator.follow("Parties and claims")
    mediator.open(WORKER)
    mediator.follow("Correct")
    mediator.fill("Bank", "示范银行")
    mediator.fill("Bank account", "6222020000002217")
    mediator.press("Save")
    mediator.reads("示范银行")


def meet_and_offer(mediator, number):
    mediator.go("Mediation")
    mediator.open(number)
    mediator.stands_on("Mediation room")
    mediator.follow("Arrange a session")
    mediator.fill("Room or place", "A1")
    mediator.press("Arrange a session")
    mediator.stands_on("Mediation room")
    mediator.follow("New round")
    mediator.stands_on("New round of offers")
    for place, amount in enumerate((15600, 12000, 15600)):
        mediator.page.locator("td input").nth(place).fill(str(amount))
    mediator.press("Record the round")
    mediator.stands_on("Mediation room")


def agree(mediator, today):
    for place, amount in enumerate((8000, 7600)):
        mediator.press("Add an instalment")
        mediator.page.locator(f"[name=plan-{place}-due_on]").fill(today.isoformat())
        mediator.page.locator(f"[name=plan-{place}-amount]").fill(str(amount))
        with mediator.page.expect_response("**/agreement/"):
            mediator.page.keyboard.press("Tab")
        expect(mediator.field("Instalment %(number)s: amount", number=place + 1)).to_be_visible()
    mediator.sees("agrees with what is proposed")
    mediator.press("Keep the draft")
    mediator.sees("Draft kept.")
    mediator.follow("Preview the agreement")
    mediator.reads("壹万伍仟陆佰元整")
    mediator.follow("Back to the room")
    mediator.press("Finalise")
    mediator.press("Lock and number")
    mediator.sees("Finalised; the print is being made.")


def collect_signatures(mediator):
    mediator.follow("Sign")
    for way in ("By hand", "Company seal", "By hand"):
        mediator.stands_on("Sign the agreement")
        mediator.tick(way)
        mediator.press("Record the signature")
        mediator.sees("Signature recorded.")
    mediator.stands_on("Mediation room")
    mediator.sees("%(name)s finalised or mediated this agreement; a second person seals it.", name="林秀云")


def seal(second, number, scan):
    second.go("Workbench")
    paper = Paper.objects.get(kind="mediation_agreement")
    second.open(paper.number)
    second.stands_on("Seal the agreement")
    second.attach("Scan of the signed and sealed original", scan)
    second.press("Seal")
    second.sees("Sealed: the agreement is in force and its dates run.")
    second.sees("Being performed")


def check_the_code(stranger, paper):
    """Whoever scans the code on the paper needs no account."""
    stranger.page.goto(f"/v/{paper.verify_code}/")
    stranger.sees("This paper is on record", context="check")
    stranger.reads(paper.number)


def refer(mediator, number):
    mediator.go("Cases")
    mediator.open(number)
    mediator.follow("Referrals", mediator.page.locator(".ua-tabs"))
    mediator.follow("Refer to another body", mediator.page.locator("section[aria-labelledby=h-refs]"))
    dialog = mediator.dialog
    mediator.pick("What for", mediator.say("To labour inspection"), dialog)
    dialog.locator("[name=receiver]").select_option(label="示范区人力资源和社会保障局（演示）")
    mediator.fill("What is asked", MATTER, dialog)
    mediator.tick("The worker's separate consent", dialog)
    mediator.fill("Consent or decision of", timezone.localdate().isoformat(), dialog)
    mediator.send(dialog)
    mediator.reads("区人社局")


def answer(partner, number):
    partner.stands_on("Referred to us")
    partner.open(number)
    partner.sees("What was disclosed")
    partner.reads(WORKER)
    partner.press("Accept", context="referral")
    partner.fill("Your file number (may follow later)", "示监〔2026〕7号", partner.dialog)
    partner.send(partner.dialog)
    partner.press("Report the result")
    partner.tick("Payment ordered", partner.dialog)
    partner.send(partner.dialog)
    partner.sees("Answer")
    assert partner.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def receive(mediator, number, scan):
    """Both instalments came on the account; the worker says so."""
    mediator.go("Ledger")
    mediator.page.get_by_role("link", name=number).first.click()
    for amount in (8000, 7600):
        mediator.fill("Amount", amount)
        mediator.attach("Proof", scan)
        with mediator.page.expect_navigation():
            mediator.press("Book")
        mediator.sees("What moved")
        mediator.reads(f"¥{amount:,}.00")
    moved = mediator.page.locator("section[aria-labelledby=h-moved]")
    for _each in range(2):
        mediator.follow("Confirm", moved)
        mediator.tick("I have the money", mediator.dialog)
        with mediator.page.expect_navigation():
            mediator.send(mediator.dialog)
        mediator.sees("Saved.")
    mediator.sees("Performed in full")


def ask_for_closing(mediator):
    mediator.follow("Put closing to approval")
    dialog = mediator.dialog
    mediator.sees("The file is complete.")
    mediator.send(dialog)
    mediator.sees("Closing waits for a second person.")


def close(second, number):
    second.go("Workbench")
    second.page.locator("section[aria-labelledby=h-me]").get_by_role("link", name=number).click()
    second.follow("Approve closing")
    second.send(second.dialog)
    second.sees("Closed")


FIGURES = """() => Object.fromEntries([...document.querySelectorAll(".ua-cell")].map(cell => {
  const name = cell.querySelector("[popovertarget]").getAttribute("popovertarget").replace("def-", "");
  const yuan = cell.querySelector(".ua-cell-sub").innerText.match(/¥([\\d,.]+)\\s*$/);
  return [name, yuan ? yuan[1] : cell.querySelector(".ua-fig b").innerText];
}))"""


def figures(leader):
    leader.go("Dashboards")
    read = leader.page.evaluate(FIGURES)
    return {name: Decimal(text.replace(",", "").replace("—", "0")) for name, text in read.items()}


def open_the_row(leader, number):
    """The figure leads to its rows, and the row to its case."""
    leader.page.locator("article.ua-cell a.ua-fig").last.click()
    leader.stands_on("Amount received")
    leader.page.get_by_role("link", name=number).first.click()
    leader.reads(number)
    leader.sees("Closed")
