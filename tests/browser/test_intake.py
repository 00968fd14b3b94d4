"""The walk-in card by keyboard alone, at the speed of a person: an enquiry within a minute, in both languages."""

import io
import time

import pytest
from PIL import Image

from cases.actions import enquiry
from cases.models import Case
from parties.actions import employers, persons
from tests.browser.look import serious
from tests.people import MONDAY, morning, settle_city

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NINE = morning(MONDAY)
KEY_SECONDS = 0.2  # five keys a second, an unhurried typist
KEYS_A_SIGN = 3  # of a pinyin keyboard, choosing the word included
A_MINUTE = 60


class Typist:
    """Somebody at the keyboard who never touches the mouse. Counts keys and takes the time they take."""

    def __init__(self, page):
        self.page, self.keys, self.began = page, 0, time.monotonic()

    def type(self, text):
        for sign in text:
            if sign.isascii():
                self._wait(1)
                self.page.keyboard.type(sign)
            else:
                self._wait(KEYS_A_SIGN)
                self.page.keyboard.insert_text(sign)
        return self

    def press(self, *names):
        for name in names:
            self._wait(1)
            self.page.keyboard.press(name)
        return self

    def _wait(self, keys):
        self.keys += keys
        time.sleep(keys * KEY_SECONDS)

    @property
    def seconds(self):
        return time.monotonic() - self.began


@pytest.fixture
def city(transactional_db):
    city = settle_city()
    city.firm = employers.record_employer(name="青岛示固劳务有限公司（演示）", by=city.zhou, at=NINE)
    return city


# Labels and fields of the card that are wider than they are shown, or stand out of their section.
RUNS_OVER = """() => [...document.querySelectorAll(".ua-sec")].flatMap((section) => {
  const edge = section.getBoundingClientRect().right + 1;
  const cut = (one) => one.matches("span, label") && getComputedStyle(one).display !== "inline"
    && one.scrollWidth > one.clientWidth + 1;
  const out = (box) => box.right > edge || box.width < 24;
  return [...section.querySelectorAll(".form-check > span, .form-label, .ua-seg, .ua-nowrap, .form-control")]
    .filter((one) => one.checkVisibility() && (out(one.getBoundingClientRect()) || cut(one)))
    .map((one) => one.id || one.textContent.trim().slice(0, 40));
})"""


def said(typist):
    print(f"{typist.keys} keys, {typist.seconds:.1f} s")
    return typist.seconds


def complaints(page):
    """What the browser complained about, but for requests that leaving the page cut off."""
    return [one for one in page.complaints if not one.startswith("htmx:")]


def test_an_enquiry_of_a_new_visitor_takes_less_than_a_minute(open_as, city):
    page = open_as(city.zhou, "/intake/")
    hands = Typist(page)

    hands.type("13876454417").press("Enter").type("刘长顺").press("Tab", "Tab").type("370211197903152714")
    hands.press("Tab", "Space")  # 农民工
    hands.press("Alt+2").type("示固")
    page.locator("#employer-box [role=option]").wait_for()
    hands.press("ArrowDown", "Enter").press("Tab", "Tab", "Tab", "Tab", "Tab").type("0105")
    hands.press("Alt+3", "ArrowDown", "Tab").type("4").press("Tab", "Tab").type("6800")
    hands.press("Alt+5").type("保存考勤群记录").press("Tab", "Space")
    hands.press("Control+Enter")
    page.wait_for_url("**/receipt/")

    assert said(hands) < A_MINUTE
    case = Case.objects.get()
    worker = case.parties.get(role="applicant")
    assert (case.employer_label, str(case.claimed_total)) == ("青岛示固劳务有限公司（演示）", "27200.00")
    assert (worker.person.born_on.year, worker.tags) == (1979, ["migrant_worker"])
    assert (case.state, case.left_on.month, case.left_on.day) == ("advised", 1, 5)
    assert complaints(page) == []


def test_a_returning_visitor_is_taken_over_with_one_key(open_as, city):
    person = persons.record_person(
        name="刘长顺", phone="13876454417", id_number="370211197903152714", by=city.zhou, on=MONDAY, at=NINE
    )
    matter = enquiry.Matter(
        workers=[enquiry.Worker(person, tags=["migrant_worker"])], details={"summary": "欠薪"}
    )
    enquiry.register(matter, organisation=city.haitang, by=city.zhou, on=MONDAY, at=NINE)
    page = open_as(city.zhou, "/intake/")
    hands = Typist(page)

    hands.type("4417")
    page.locator("#match [data-take]").wait_for()
    hands.press("Enter")
    page.locator("[name=employer]:focus").wait_for()
    hands.press("Alt+3", "ArrowDown", "Tab").type("2").press("Tab", "Tab").type("7150")
    hands.press("Control+ArrowDown", "ArrowDown", "ArrowDown", "Tab").type("6").press("Tab", "Tab").type(
        "625.29"
    )
    hands.press("Control+Shift+Enter")
    page.wait_for_url("**/receipt/")

    assert said(hands) < A_MINUTE
    case = Case.objects.latest("pk")
    assert (case.state, str(case.claimed_total)) == ("applied", "18051.74")
    assert [party.person for party in case.parties.filter(role="applicant")] == [person]
    assert complaints(page) == []


def test_the_same_in_english(open_as, city):
    city.zhou.language = "en"
    city.zhou.save()
    page = open_as(city.zhou, "/intake/", language="en-GB")
    page.context.add_cookies([{"name": "language", "value": "en", "url": page.url}])
    page.reload()
    page.get_by_role("heading", name="Intake").wait_for()
    hands = Typist(page)

    hands.type("13876454417").press("Enter").type("Tom Li")
    hands.press("Alt+2").type("Shigu Labour Services (demo)")
    hands.press("Alt+3", "ArrowDown", "Tab").type("3").press("Tab", "Tab").type("5200")
    hands.press("Alt+5").type("Keep the attendance chat on the old phone.").press("Tab", "Space")
    hands.press("Control+Enter")
    page.wait_for_url("**/receipt/")

    assert said(hands) < A_MINUTE
    assert page.get_by_text("Register the next").is_visible()
    assert Case.objects.get().state == "advised"
    assert complaints(page) == []


def test_a_group_is_registered_within_a_minute_with_the_photo_of_its_list(open_as, city, tmp_path):
    photo = tmp_path / "签到表.jpg"
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(out, "JPEG")
    photo.write_bytes(out.getvalue())
    page = open_as(city.zhou, "/intake/group/")
    hands = Typist(page)

    hands.press("Alt+1").type("刘春生").press("Enter").type("13876454417").press("Enter").type("38").press(
        "Enter"
    )
    hands.type("拖欠保温班组工资").press("Enter").type("1108900")
    hands.press("Alt+2").type("示固")
    page.locator("#employer-box [role=option]").wait_for()
    hands.press("ArrowDown", "Enter").press("Tab").type("海棠里二期")
    hands.press("Alt+3", "ArrowRight")
    page.set_input_files("[name=sign_in]", photo)
    hands.press("Control+Enter")
    page.wait_for_url("**/receipt/")

    assert said(hands) < A_MINUTE
    case = Case.objects.get()
    assert (case.worker_label, case.risk, case.evidence.count()) == ("刘春生等38人", "tense", 1)
    assert complaints(page) == []


def test_losing_the_tab_loses_nothing(open_as, city):
    page = open_as(city.zhou, "/intake/")
    page.locator("[name=name]").fill("刘长顺")
    page.locator("[data-draft-state] span").filter(has_text="草稿已存").wait_for()
    with page.expect_response("**/intake/draft/"):
        page.locator("[name=advice]").fill("保存考勤群记录")

    again = open_as(city.zhou, "/intake/")

    assert again.locator("[name=name]").input_value() == "刘长顺"
    assert again.locator("[name=advice]").input_value() == "保存考勤群记录"


def test_a_signature_is_drawn_and_bound_and_asked_again_when_the_text_changes(open_as, city):
    page = open_as(city.zhou, "/intake/")
    page.locator("[name=who]").fill("13876454417")
    page.locator("[name=name]").fill("刘长顺")
    page.locator("[name=consent_privacy]").check()
    page.locator("#sheet:not([data-hash=''])").wait_for(state="attached")
    draw(page)
    page.locator(".ua-sign-hint").filter(has_text="已绑定文本摘要").wait_for()

    page.locator("[name=consent_address]").check()
    page.locator(".ua-sign-hint").filter(has_text="请重签").wait_for()
    page.locator("[name=consent_address]").uncheck()
    page.locator(".ua-sign-hint").filter(has_text="已绑定文本摘要").wait_for()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/receipt/")

    consent = Case.objects.get().consents.get()
    assert (consent.way, consent.text_hash) != ("", "")
    assert len(consent.strokes) > 20
    assert complaints(page) == []


def draw(page):
    box = page.locator("[data-sign] canvas").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.down()
    for step in range(1, 16):
        page.mouse.move(box["x"] + 20 + step * 10, box["y"] + 30 + (step % 4) * 6)
    page.mouse.up()


def test_a_refused_card_leads_to_its_first_mistake_which_goes_as_it_is_mended(open_as, city):
    page = open_as(city.zhou, "/intake/")
    page.locator("[name=left_on]").fill("02-31")
    page.keyboard.press("Control+Enter")
    page.locator("#id_name_error").wait_for()

    assert page.evaluate("document.activeElement.id") == "id_name"
    page.keyboard.insert_text("刘")
    page.locator("#id_name_error").wait_for(state="detached")
    assert page.locator("#id_left_on_error").is_visible()


def test_nothing_is_cut_on_the_card_in_english(open_as, city):
    page = open_as(city.zhou, "/intake/")
    page.locator("button[name=language]").first.click()
    page.wait_for_load_state("networkidle")

    assert page.evaluate(RUNS_OVER) == []


def test_the_card_fits_the_screen_of_the_window(open_as, city):
    page = open_as(city.zhou, "/intake/")
    page.locator("[name=who]").fill("13876454417")
    page.locator("[name=employment][value=left]").check(force=True)
    for number, item in enumerate(("wage_arrears", "overtime_pay", "unused_leave_pay")):
        if number:
            page.keyboard.press("Control+ArrowDown")
        page.locator(f"[name=claims-{number}-item]").select_option(item)
        page.locator(f"[name=claims-{number}-unit_price]").fill("625.29")
    page.locator("[name=roads][value=inspection]").check(force=True)
    page.locator("[name=left_on]").fill("2026-01-05")
    page.get_by_text("2027-01-05").first.wait_for()

    assert page.evaluate("document.documentElement.scrollHeight") <= 768
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)], ids=["desk", "phone"])
def test_axe_finds_nothing_serious_and_nothing_runs_off_the_side(open_as, city, width, height):
    page = open_as(city.zhou, "/intake/", width=width, height=height)
    for path in ("/intake/", "/intake/group/", "/people/", "/employers/", "/conflicts/"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert serious(page) == [], path
    assert complaints(page) == []


def test_axe_finds_nothing_serious_on_what_follows(open_as, city):
    page = open_as(city.zhou, "/intake/")
    page.locator("[name=who]").fill("13876454417")
    page.locator("[name=name]").fill("刘长顺")
    page.locator("[name=employer]").fill("青岛示固劳务有限公司（演示）")
    page.locator("[name=project]").fill("海棠里二期（演示）")
    page.locator("[name=consent_privacy]").check()
    page.keyboard.press("Control+Enter")
    page.get_by_text("还没有签名").wait_for()
    assert serious(page) == []
    page.locator("[name=consent_privacy]").uncheck()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/receipt/")
    assert serious(page) == []

    case = Case.objects.get()
    person, firm = case.parties.get(role="applicant").person, case.parties.get(role="respondent").employer
    for path in (
        f"/people/{person.pk}/", f"/people/{person.pk}/edit/", f"/people/{person.pk}/merge/",
        f"/employers/{firm.pk}/", f"/projects/{case.project_id}/",
        f"/conflicts/?person={person.pk}&employer={firm.pk}", f"/p/{case.receipt_code}/",
    ):  # fmt: skip
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert serious(page) == [], path
