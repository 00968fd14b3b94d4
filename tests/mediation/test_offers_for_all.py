"""One word for everybody of a group: per cent of each claim or one figure, held against each claim."""

from decimal import Decimal

import pytest

from mediation.forms.agreement import OfferForm
from mediation.table import claim_lines
from tests.cases.groups import a_paid_group
from tests.mediation import stories


@pytest.fixture
def lines(city):
    running = stories.a_mediation(city)
    other = a_paid_group(city).parties.get(name="王桂芳").claims.get()  # claims 1,000.00
    return [*claim_lines(running), type("Line", (), {"claim": other})()]


def test_per_cent_of_each_claim_to_the_fen_and_a_cell_goes_before_it(lines):
    first, second = (line.claim.pk for line in lines)
    form = OfferForm({"all-respondent": "33.33％", f"respondent-{second}": "500"}, lines=lines)

    assert form.is_valid(), form.errors
    assert form.amounts() == {(first, "respondent"): Decimal("5199.48"), (second, "respondent"): Decimal(500)}


def test_a_bare_figure_that_may_be_per_cent_or_yuan_is_asked_about(lines):
    for said in ("60", "７．５", "100"):
        form = OfferForm({"all-applicant": said}, lines=lines)
        assert not form.is_valid()
    assert "100%" in form.errors["all-applicant"][0]
    assert "100.00" in form.errors["all-applicant"][0]
    for said, amount in (("60.00", 60), ("60元", 60), ("101", 101), ("0", 0)):
        form = OfferForm({"all-applicant": said}, lines=lines)
        assert form.is_valid(), form.errors
        assert set(form.amounts().values()) == {Decimal(amount)}


@pytest.mark.parametrize("said", ["1500", "120%", "一半"])
def test_what_goes_beyond_a_claim_or_says_nothing_is_refused(lines, said):
    form = OfferForm({"all-applicant": said}, lines=lines)

    assert not form.is_valid()
    if said == "120%":
        assert "100%" in form.errors["all-applicant"][0]
    if said == "1500":
        assert "王桂芳" in form.errors["all-applicant"][0]
