"""Numbers as they stand on papers."""

import pytest

from cases.actions.papers import MARKS, worded
from cases.invariants import NUMBER
from cases.models import Paper


@pytest.mark.parametrize(
    ("series", "kind", "number"),
    [
        ("青西示调", "mediation_agreement", "青西示调字〔2026〕第12号"),
        ("青西示调", "acceptance_notice", "青西示调受字〔2026〕第12号"),
        ("青西工", "visit_receipt", "青西工访字〔2026〕第12号"),
        ("青西工", "referral_letter", "青西工委〔2026〕12号"),
        ("青西示调", "entrust_reply", "青西示调复〔2026〕12号"),
    ],
)
def test_case_papers_and_letters_are_numbered_as_is_customary(series, kind, number):
    assert worded(series, kind, 2026, 12) == number


def test_no_two_kinds_share_a_number_and_every_number_can_be_read_back():
    numbers = [worded("青西示调", kind, 2026, 7) for kind in Paper.Kind.values]

    assert len(set(numbers)) == len(MARKS) == len(Paper.Kind.values)
    assert all(NUMBER.fullmatch(number)["number"] == "7" for number in numbers)
