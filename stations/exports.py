"""The audit log as a file: the rows that its page shows for the same query."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from record.sheets import Column
from stations.forms.security import AuditFilter
from stations.lists import Listed, Table, in_words
from stations.views import audit

COLUMNS = (
    Column("pk", _("Row number"), 10),
    Column("at", _("When"), 18),
    Column("by", _("Who"), 12),
    Column("kind", _("What was done"), 24),
    Column("subject", _("Of what"), 40),
    Column("details", _("Details"), 60),
)
BATCH = 500


def read_audit(query, user, today) -> Table:
    asked = AuditFilter(query)
    found = audit.asked_for(asked).order_by("-pk")
    return Table(COLUMNS, found, lambda: rows_of(found), chosen=in_words(asked))


def rows_of(events):
    """Read by key, batch after batch: the log may be long, and names are looked up for each batch at once."""
    batch = list(events[:BATCH])
    while batch:
        for row in audit.rows(batch):
            said = [f"{label}: {value}" for label, value in row["details"]]
            said += [f"{one['label']}: {one['before']} → {one['after']}" for one in row["changes"]]
            yield [row["pk"], row["at"], row["by"], row["kind"], row["subject"], "; ".join(said)]
        batch = list(events.filter(pk__lt=batch[-1].pk)[:BATCH])


LISTS = {
    "audit": Listed(
        _("Audit log"), acts=("audit.read", "audit.export"), approve="audit.approve_export",
        page=lambda query: reverse("stations:audit"), read=read_audit,
    )
}  # fmt: skip
