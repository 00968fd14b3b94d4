"""A sum shared among many adds up to the fen, and the plan comes first."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cases.allocation import FEN, by_plan, by_proportion

amounts = st.integers(1, 10**8).map(lambda fen: Decimal(fen) / 100)
debts = st.lists(amounts, min_size=1, max_size=40)
EARLY, LATE = date(2026, 3, 10), date(2026, 4, 10)


@given(debts, st.integers(0, 10**6))
def test_shares_in_proportion_add_up_and_nobody_gets_more_than_he_is_owed(owed, millionths):
    debts = dict(enumerate(owed))
    total = sum(owed)
    amount = max(FEN, (total * millionths / 10**6).quantize(FEN))
    shares = by_proportion(min(amount, total), debts)

    assert sum(shares.values()) == min(amount, total)
    assert all(0 <= shares[key] <= debts[key] for key in debts)
    assert all(abs(shares[key] - min(amount, total) * debts[key] / total) < FEN for key in debts)


def test_the_fen_left_over_go_to_whom_most_was_cut_off():
    owed = {"刘": Decimal("100.00"), "王": Decimal("100.00"), "李": Decimal("100.00")}

    assert by_proportion(Decimal("100.00"), owed) == {
        "刘": Decimal("33.34"), "王": Decimal("33.33"), "李": Decimal("33.33"),
    }  # fmt: skip


def test_by_the_plan_the_earliest_day_is_paid_first():
    due = [(LATE, "王", Decimal(500)), (EARLY, "刘", Decimal(300)), (EARLY, "王", Decimal(100))]

    assert by_plan(Decimal(400), due) == {"刘": 300, "王": 100}
    assert by_plan(Decimal(200), due) == {"刘": 150, "王": 50}
    assert by_plan(Decimal(900), due) == {"刘": 300, "王": 600}


@given(
    st.lists(st.tuples(st.sampled_from([EARLY, LATE]), st.integers(0, 5), amounts), min_size=1, max_size=20),
    st.data(),
)
def test_a_share_by_the_plan_is_never_more_than_what_lacks(due, data):
    total = sum(one for _day, _key, one in due)
    amount = Decimal(data.draw(st.integers(1, int(total * 100)))) / 100

    shares = by_plan(amount, due)

    assert sum(shares.values()) == amount
    for key, share in shares.items():
        assert share <= sum(one for _day, whose, one in due if whose == key)
