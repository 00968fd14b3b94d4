"""The main pages that no walk of its own looks at: axe finds nothing serious, nothing runs off the side.

Card, registers, list, workbench, case page, room, ledger, dashboard, network and account are looked at where they
are walked."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import referral
from cases.models import Paper
from tests.browser.look import serious
from tests.mediation.stories import a_mediation, finalised
from tests.people import a_performing_case, a_scan, an_assigned_case, an_enquiry
from tests.prevention.stories import a_served

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK, PHONE = (1366, 768), (390, 844)


@pytest.fixture
def addresses(city):
    """A day at 海棠 with one of everything; the main pages of each member of the cast by name."""
    today = timezone.localdate()
    enquiry = an_enquiry(city, on=today, summary="孕期被调岗")
    an_assigned_case(city, on=today)
    running = a_mediation(city)
    make_way(running.case)
    finalised(city)
    paid = a_performing_case(city, on=today - timedelta(days=12))
    a_scan(paid)
    sent = referral.send(
        paid, kind="to_inspection", receiver=city.hr, sections=["summary", "parties", "claims"],
        request="请受理拖欠工资投诉", basis="consent", consented_on=today, by=city.lin, on=today, at=timezone.now(),
    )  # fmt: skip
    letter = a_served(city)
    code = Paper.objects.filter(kind="mediation_agreement").first().verify_code

    def of(case, *names):
        return [reverse(name, args=[case.pk]) for name in names]

    return {
        "public": [reverse("portal:verify", args=[code]), reverse("portal:progress", args=[paid.receipt_code])],
        "zhou": [reverse("desk:shifts"), *of(enquiry, "cases:receipt")],
        "lin": [reverse("cases:referrals"), reverse("law:calendar"), reverse("cases:ledger"),
                reverse("prevention:letters"), reverse("prevention:letter", args=[letter.pk]),
                f"{reverse('prevention:new')}?employer={letter.employer_id}",
                reverse("parties:employer", args=[letter.employer_id]),
                *of(paid, "mediation:panel", "cases:papers-panel", "cases:aid-panel", "cases:pack", "cases:roster",
                    "cases:sign-in", "cases:calls"),
                *of(running.case, "mediation:schedule")],
        "zheng": [reverse(name) for name in ("desk:home", "stations:network", "cases:statement")],
        "qian": [reverse(name) for name in ("desk:home", "reports:sheets", "reports:employers")]
                + [reverse("reports:rows", args=["received_money"])],
        "he": [reverse(name) for name in ("desk:home", "cases:commissions")],
        "meng": [reverse("desk:home"), reverse("cases:referral", args=[sent.pk])],
    }  # fmt: skip


def make_way(case):
    """The people of the stories are told apart: two of them cannot have the same papers."""
    person, employer = case.parties.get(role="applicant").person, case.parties.get(role="respondent").employer
    person.id_number, employer.credit_code = "370211198503060020", "91370000MA0DEMO02Y"
    person.save()
    employer.save()


def look_at(page, paths):
    """What is wrong with the pages, by address."""
    wrong = {}
    for path in paths:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        found = serious(page)
        if found or page.complaints:
            wrong[path] = [*found, *page.complaints]
        page.complaints.clear()
    return wrong


def test_main_pages_at_the_desk(open_as, city, addresses):
    wrong = {}
    for name, paths in addresses.items():
        user = None if name == "public" else getattr(city, name)
        page = open_as(user, paths[0], width=DESK[0], height=DESK[1])
        wrong |= {(name, path): found for path, found in look_at(page, paths).items()}

    assert wrong == {}


def test_what_people_open_on_a_phone(open_as, city, addresses):
    at_hand = {
        "public": addresses["public"], "meng": addresses["meng"],
        "lin": [reverse("desk:home"), reverse("cases:list"), reverse("cases:ledger"), reverse("prevention:letters")],
        "qian": [reverse("reports:employers")],
    }  # fmt: skip
    wrong = {}
    for name, paths in at_hand.items():
        user = None if name == "public" else getattr(city, name)
        page = open_as(user, paths[0], width=PHONE[0], height=PHONE[1])
        wrong |= {(name, path): found for path, found in look_at(page, paths).items()}

    assert wrong == {}
