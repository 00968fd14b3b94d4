"""What must be true of the sums at any time; one sentence for each violation."""

from collections.abc import Iterator

from reports.rollup import differences


def sums_equal_facts() -> Iterator[str]:
    """The folded sums and the deltas not folded yet come to what the facts themselves give."""
    for organisation, day, metric, detail, n, amount in differences():
        yield f"Organisation {organisation}, {day}, {metric} {detail}: facts minus sums are {n} and {amount}."
