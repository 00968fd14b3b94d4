"""What is paid beyond an agreement stands in the ledger and in no sum: the facts name the kinds they sum."""

from django.db import migrations

BOOKED = """
CREATE OR REPLACE FUNCTION reports_entry_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reports_delta (organisation_id, day, metric, detail, n, amount)
    SELECT e.station_id, e.occurred_on, 'money_' || e.kind, CASE WHEN e.on_the_spot THEN 'on_the_spot' ELSE '' END,
        sum(sign(e.amount))::bigint, sum(e.amount)
    FROM new_rows e
    {which}
    GROUP BY 1, 2, 3, 4;
    RETURN NULL;
END $$
"""
SUMMED = "WHERE e.kind IN ('claimed', 'agreed', 'awarded', 'received', 'held', 'waived')"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_money_beyond_the_agreement"),
        ("reports", "0008_locks_hold_every_column"),
    ]

    operations = [
        migrations.RunSQL(BOOKED.format(which=SUMMED), reverse_sql=BOOKED.format(which="")),
    ]
