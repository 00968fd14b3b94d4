"""Large exports of every list are kept by stations (`Export`); those of cases that wait move there.

Decided ones are dropped: their files were never kept, and their acts stand in the audit log. Reverse makes an
empty table again.
"""

from django.db import migrations

MOVE = """
INSERT INTO stations_export (
    version, state, list_name, query, form, rows, purpose, asked_at, reason, asked_by_id, organisation_id
)
SELECT 1, 'waiting', 'cases', query, 'xlsx', rows, purpose, asked_at, '', asked_by_id, organisation_id
FROM cases_exportrequest WHERE state = 'waiting';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_who_signed_a_paper"),
        ("stations", "0005_large_lists_leave_by_two"),
    ]

    operations = [
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.DeleteModel(name="ExportRequest"),
    ]
