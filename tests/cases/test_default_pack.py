"""Money did not come: the way with the best reason comes first, and its papers are filled in from the ledger."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from cases import pack
from cases.actions import ledger
from cases.actions.pack import prepare
from cases.models import Case, Paper
from cases.pack import CONDITIONS
from parties.models import Employer
from record.events import note
from record.refusals import Refused
from tests.mediation import stories
from tests.people import MONDAY, a_performing_case, morning

LATE = MONDAY + timedelta(days=20)  # the first of two instalments is due after ten
TERMS = {"addressed_to": "示范区人民法院（演示）", "facts": ["到期未付，经催要未付"], "accelerated": False}


@pytest.fixture
def case(city):
    case = stories.verified(a_performing_case(city))
    person = stories.worker_of(case).person
    person.address, person.phone = "海棠路18号（演示）", "13876454417"
    person.save()
    Employer.objects.update(address="长江路100号（演示）")
    return case


def prepared(city, case, kind, **more):
    paper = prepare(
        case, kind, **TERMS | {"conditions": list(CONDITIONS)} | more, by=city.lin, on=LATE, at=morning(LATE)
    )
    return paper, json.loads(paper.context)


def kinds(case, on=LATE):
    return [(one.kind, one.advised) for one in pack.offered(case, on=on)]


def test_a_silent_debtor_of_wages_meets_a_payment_order_first(case):
    assert kinds(case)[0] == ("payment_order_claim", True)
    assert {"arbitration_claim", "inspection_complaint"} <= {kind for kind, _advised in kinds(case)}


def test_what_can_be_enforced_is_enforced(city, case):
    Case.objects.filter(pk=case.pk).update(enforceable_on=MONDAY)
    case.refresh_from_db()

    assert kinds(case)[0] == ("enforcement_claim", True)


def test_an_application_for_enforcement_names_the_document_by_its_number_or_is_refused(city, case):
    Case.objects.filter(pk=case.pk).update(enforceable_on=MONDAY)
    case.refresh_from_db()
    with pytest.raises(Refused):
        prepared(city, case, "enforcement_claim")

    note(case, "confirm", by=city.lin, at=morning(MONDAY), number="示劳人仲审字〔2026〕第7号")

    _paper, said = prepared(city, case, "enforcement_claim")
    assert said["title"] == "生效法律文书（示劳人仲审字〔2026〕第7号）"
    assert "强制执行生效法律文书（示劳人仲审字〔2026〕第7号）" in said["requests"][0]


def test_the_paper_asks_for_what_is_overdue_and_no_more(city, case):
    ledger.receive(
        case, party=stories.worker_of(case), amount=Decimal("500.00"), occurred_on=MONDAY, manner="transfer",
        confirmed="phone", by=city.lin, at=morning(MONDAY),
    )  # fmt: skip

    paper, said = prepared(city, case, "payment_order_claim")

    (row,) = said["owed"]
    assert (row["due"], row["received"], row["left"], row["days_late"]) == (
        "8000.00",
        "500.00",
        "7500.00",
        10,
    )
    assert said["total"] == "7500.00"
    assert "7,500.00元（大写：柒仟伍佰元整）" in said["requests"][0]
    assert paper.number == "海棠支字〔2026〕第1号"
    assert any("第十六条" in article for article in said["basis"])


def test_what_is_not_due_yet_is_asked_only_where_the_agreement_says_so(city, case):
    assert prepared(city, case, "payment_order_claim", accelerated=True)[1]["total"] == "15600.00"


def test_nothing_is_asked_for_before_anything_is_due(city, case):
    with pytest.raises(Refused):
        prepare(
            case,
            "payment_order_claim",
            **TERMS,
            conditions=CONDITIONS,
            by=city.lin,
            on=MONDAY,
            at=morning(MONDAY),
        )


def test_a_payment_order_without_its_five_conditions_is_refused(city, case):
    with pytest.raises(Refused):
        prepared(city, case, "payment_order_claim", conditions=CONDITIONS[:4])


def test_a_paper_names_everything_it_lacks_and_no_number_is_used_up(city, case):
    person = stories.worker_of(case).person
    person.address = ""
    person.save()
    Employer.objects.update(legal_representative="")

    with pytest.raises(Refused) as refused:
        prepared(city, case, "payment_order_claim")

    assert "地址" in str(refused.value)
    assert not Paper.objects.filter(kind="payment_order_claim").exists()


def test_the_case_moves_by_no_paper(city, case):
    state = case.state
    prepared(city, case, "arbitration_claim")
    case.refresh_from_db()

    assert case.state == state


def test_the_page_shows_what_is_late_and_prepares_the_paper(client, city, case):
    client.force_login(city.lin)
    page = client.get(reverse("cases:pack", args=[case.pk])).content.decode()
    url = reverse("cases:pack-paper", args=[case.pk, "payment_order_claim"])
    form = client.get(url).content.decode()
    done = client.post(url, TERMS | {"facts": "到期未付", "conditions": list(CONDITIONS), "key": "k1"})

    assert reverse("cases:pack-paper", args=[case.pk, "payment_order_claim"]) in page
    assert "示范区人民法院（演示）" in form
    assert done.status_code == 302, done.content.decode()
    assert Paper.objects.filter(case=case, kind="payment_order_claim").count() == 1


def test_a_program_prepares_the_same_paper(client, city, case):
    client.force_login(city.lin)
    sent = TERMS | {"facts": "到期未付", "conditions": list(CONDITIONS)}

    answer = client.post(
        reverse("api-pack-payment_order_claim", args=[case.pk]), sent, content_type="application/json",
        headers={"Idempotency-Key": "k1"},
    )  # fmt: skip

    assert answer.status_code == 201, answer.content.decode()
    assert Paper.objects.get(kind="payment_order_claim").pk == answer.json()["id"]


def test_an_unknown_paper_does_not_exist(client, city, case):
    client.force_login(city.lin)

    assert client.get(reverse("cases:pack-paper", args=[case.pk, "nonsense"])).status_code == 404


def test_what_the_papers_lack_is_said_with_the_way_to_fill_it_in(client, city, case):
    person = stories.worker_of(case).person
    person.address = ""
    person.save()
    Employer.objects.update(legal_representative="")

    assert {one.party.name: one.lacks for one in pack.gaps(case, on=LATE)} == {
        person.name: ["地址"], case.employer_label: ["法定代表人"],
    }  # fmt: skip
    client.force_login(city.lin)
    page = client.get(reverse("cases:pack", args=[case.pk])).content.decode()
    assert reverse("cases:edit-person", args=[person.pk]) in page
    assert "法定代表人" in page
