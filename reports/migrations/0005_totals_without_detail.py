"""Sums of all details together, made from the days that are there."""

from django.db import migrations, models

FILL = """
INSERT INTO reports_rollup (below, total, organisation_id, grain, day, metric, detail, n, amount)
SELECT false, true, organisation_id, grain, day, metric, '', sum(n), sum(amount)
FROM reports_rollup
WHERE NOT below
GROUP BY organisation_id, grain, day, metric
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_sums_of_years_and_of_all_below")]

    operations = [
        migrations.RemoveConstraint("rollup", "rollup_one_sum"),
        migrations.AddField("rollup", "total", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "rollup",
            models.UniqueConstraint(
                fields=("below", "total", "grain", "metric", "organisation_id", "day", "detail"),
                name="rollup_one_sum",
            ),
        ),
        migrations.RunSQL(FILL, "DELETE FROM reports_rollup WHERE total"),
    ]
