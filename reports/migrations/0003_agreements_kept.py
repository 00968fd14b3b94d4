"""A case whose money is settled (all received, or the case closed) states what was promised and what came as
facts of the day its agreement took effect. The bar of recovery then reads the instalments of the others only.
"""

from django.db import migrations

FACTS = """
CREATE OR REPLACE FUNCTION reports_case_facts(c cases_case)
RETURNS TABLE (organisation_id bigint, day date, metric varchar, detail varchar, n bigint, amount numeric)
LANGUAGE sql IMMUTABLE AS $$
    SELECT f.organisation_id, f.day, f.metric::varchar, f.detail::varchar, f.n, f.amount
    FROM (SELECT CASE WHEN c.state = 'closed' OR c.received_total >= c.agreed_total + c.awarded_total
            THEN c.effective_on END AS effective_on) AS settled, LATERAL (VALUES
        (c.received_station_id, c.received_on, 'received', c.channel, 1::bigint, 0::numeric),
        (c.received_station_id, c.applied_on, 'applied', '', 1, 0),
        (c.accepted_station_id, c.accepted_on, 'accepted', c.matter, 1, c.claimed_total),
        (c.accepted_station_id, c.accepted_on, 'people', CASE WHEN c.head_count >= 10 THEN 'group' ELSE '' END,
            c.head_count::bigint, 0),
        (c.accepted_station_id, CASE WHEN c.head_count >= 10 THEN c.accepted_on END, 'group', '', 1, 0),
        (c.accepted_station_id, CASE WHEN c.aid_form <> 'advice' THEN c.accepted_on END, 'aid', c.aid_form, 1, 0),
        (c.handled_station_id, c.handled_on, 'handled', c.handled_outcome, 1, 0),
        (c.handled_station_id, CASE WHEN c.end_reason <> '' THEN c.handled_on END, 'ended', c.end_reason, 1, 0),
        (c.handled_station_id, CASE WHEN c.handled_on IS NOT NULL THEN c.handled_on END, 'days', '', 1,
            greatest(c.handled_on - c.accepted_on, 0)::numeric),
        (c.handled_station_id, settled.effective_on, 'promised', '', 1, c.agreed_total + c.awarded_total),
        (c.handled_station_id, settled.effective_on, 'came', '', 1, c.received_total),
        (c.closed_station_id, c.closed_on, 'closed', c.close_reason, 1, 0)
    ) AS f (organisation_id, day, metric, detail, n, amount)
    WHERE f.day IS NOT NULL AND f.organisation_id IS NOT NULL AND c.duplicate_of_id IS NULL
$$
"""

BEFORE_NOW = """
INSERT INTO reports_delta (organisation_id, day, metric, detail, n, amount)
SELECT f.organisation_id, f.day, f.metric, f.detail, sum(f.n), sum(f.amount)
FROM cases_case c, LATERAL reports_case_facts(c.*) f
WHERE f.metric IN ('promised', 'came')
GROUP BY 1, 2, 3, 4
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_facts_append_their_deltas"), ("cases", "0010_awarded_money")]

    operations = [
        migrations.RunSQL(FACTS, migrations.RunSQL.noop),
        migrations.RunSQL(BEFORE_NOW, "DELETE FROM reports_delta WHERE metric IN ('promised', 'came')"),
    ]
