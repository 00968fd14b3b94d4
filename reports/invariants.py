"""What must be true of the sums at any time; one sentence for each violation."""

from collections.abc import Iterator

from django.db.models import Count, Max

from record.models import Counter
from reports.models import Brief
from reports.rollup import differences


def sums_equal_facts() -> Iterator[str]:
    """The folded sums and the deltas not folded yet come to what the facts themselves give."""
    for organisation, day, metric, detail, n, amount in differences():
        yield f"Organisation {organisation}, {day}, {metric} {detail}: facts minus sums are {n} and {amount}."


def briefs_have_no_gap() -> Iterator[str]:
    """The issues of a unit's briefs in a year are 1 to the last that was given, withdrawn ones included."""
    rows = (
        Brief.objects.order_by()
        .values_list("organisation_id", "year")
        .annotate(n=Count("pk"), last=Max("issue"))
    )
    given = {(organisation, year): (n, last) for organisation, year, n, last in rows}
    for organisation, year, last in Counter.objects.filter(kind="brief").values_list(
        "organisation_id", "year", "last"
    ):
        if given.get((organisation, year)) != (last, last):
            yield f"Briefs of organisation {organisation}, {year}: {given.get((organisation, year))}, expected {last}."
