"""Sums of whole years, and of each organisation with all below it, made from the days that are there."""

from django.db import migrations, models

FILL = """
INSERT INTO reports_rollup (below, organisation_id, grain, day, metric, detail, n, amount)
WITH spread AS (
    SELECT false AS below, organisation_id, day, metric, detail, n, amount FROM reports_rollup WHERE grain = 'd'
    UNION ALL
    SELECT true, node.id::bigint, r.day, r.metric, r.detail, r.n, r.amount
    FROM reports_rollup r
    JOIN stations_organisation o ON o.id = r.organisation_id
    CROSS JOIN LATERAL unnest(string_to_array(rtrim(o.path, '/'), '/')) AS node (id)
    WHERE r.grain = 'd'
)
SELECT below, organisation_id, grain,
    CASE grain WHEN 'y' THEN date_trunc('year', day)::date WHEN 'm' THEN date_trunc('month', day)::date
        ELSE day END,
    metric, detail, sum(n), sum(amount)
FROM spread CROSS JOIN (VALUES ('d'), ('m'), ('y')) AS g (grain)
WHERE below OR grain = 'y'
GROUP BY 1, 2, 3, 4, 5, 6
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_agreements_kept"), ("stations", "0005_large_lists_leave_by_two")]

    operations = [
        migrations.RemoveConstraint("rollup", "rollup_one_sum"),
        migrations.AddField("rollup", "below", models.BooleanField(default=False)),
        migrations.AlterField(
            "rollup", "grain",
            models.CharField(choices=[("d", "Day"), ("m", "Month"), ("y", "Year")], max_length=1),
        ),
        migrations.AddConstraint(
            "rollup",
            models.UniqueConstraint(
                fields=("below", "grain", "metric", "organisation_id", "day", "detail"), name="rollup_one_sum"
            ),
        ),
        migrations.RunSQL(FILL, "DELETE FROM reports_rollup WHERE below OR grain = 'y'"),
    ]
