"""Facts of an accepted case only, and what the tabs of the dashboard split them by.

What was handled and closed is of accepted cases: an enquiry that is closed, or an application withdrawn before its
acceptance, is none. `left`: the case left the stock of the station that accepted it, wherever it was handled, so
that carried + accepted − left is what lies there. `days` is split by the number of days (a year and more is 366),
from which the median and any band follow. `kind` is split by the kind of dispute and how it ended (+ success,
- failure), with the days of handling as amount; `band` by the size of the claim; `people` by the kind of dispute.
`group` says whether a hundred workers or more are concerned, its amount is their number. `aid_handled`: legal aid
beyond advice whose handling ended.
"""

from django.db import migrations

FACTS = """
CREATE OR REPLACE FUNCTION reports_case_facts(c cases_case)
RETURNS TABLE (organisation_id bigint, day date, metric varchar, detail varchar, n bigint, amount numeric)
LANGUAGE sql IMMUTABLE AS $$
    SELECT f.organisation_id, f.day, f.metric::varchar, f.detail::varchar, f.n, f.amount
    FROM (SELECT
        CASE WHEN c.state = 'closed' OR c.received_total >= c.agreed_total + c.awarded_total
            THEN c.effective_on END AS effective_on,
        CASE WHEN c.accepted_on IS NOT NULL THEN c.handled_on END AS handled_on,
        CASE WHEN c.accepted_on IS NOT NULL THEN c.closed_on END AS closed_on,
        greatest(c.handled_on - c.accepted_on, 0) AS days
    ) AS s, LATERAL (VALUES
        (c.received_station_id, c.received_on, 'received', c.channel, 1::bigint, 0::numeric),
        (c.received_station_id, c.applied_on, 'applied', '', 1, 0),
        (c.accepted_station_id, c.accepted_on, 'accepted', c.matter, 1, c.claimed_total),
        (c.accepted_station_id, c.accepted_on, 'people', c.matter, c.head_count::bigint, 0),
        (c.accepted_station_id, c.accepted_on, 'band', CASE WHEN c.claimed_total <= 5000 THEN '5000'
            WHEN c.claimed_total <= 20000 THEN '20000' WHEN c.claimed_total <= 100000 THEN '100000' ELSE 'more' END,
            1, c.claimed_total),
        (c.accepted_station_id, CASE WHEN c.head_count >= 10 THEN c.accepted_on END, 'group',
            CASE WHEN c.head_count >= 100 THEN 'major' ELSE '' END, 1, c.head_count::numeric),
        (c.accepted_station_id, CASE WHEN c.aid_form <> 'advice' THEN c.accepted_on END, 'aid', c.aid_form, 1, 0),
        (c.accepted_station_id, s.handled_on, 'left', '', 1, 0),
        (c.handled_station_id, s.handled_on, 'handled', c.handled_outcome, 1, 0),
        (c.handled_station_id, CASE WHEN c.aid_form <> 'advice' THEN s.handled_on END, 'aid_handled', c.aid_form, 1, 0),
        (c.handled_station_id, CASE WHEN c.end_reason <> '' THEN s.handled_on END, 'ended', c.end_reason, 1, 0),
        (c.handled_station_id, s.handled_on, 'kind', c.matter || CASE c.end_reason WHEN 'agreement' THEN '+'
            WHEN 'settled_withdrawn' THEN '' WHEN '' THEN '' ELSE '-' END, 1, s.days::numeric),
        (c.handled_station_id, s.handled_on, 'days', least(s.days, 366)::text, 1, s.days::numeric),
        (c.handled_station_id, s.effective_on, 'promised', '', 1, c.agreed_total + c.awarded_total),
        (c.handled_station_id, s.effective_on, 'came', '', 1, c.received_total),
        (c.closed_station_id, s.closed_on, 'closed', c.close_reason, 1, 0)
    ) AS f (organisation_id, day, metric, detail, n, amount)
    WHERE f.day IS NOT NULL AND f.organisation_id IS NOT NULL AND c.duplicate_of_id IS NULL
$$
"""

ALTERED = "'people', 'group', 'handled', 'ended', 'days', 'closed'"
ADDED = "'left', 'band', 'kind', 'aid_handled'"
STATED = """
INSERT INTO reports_delta (organisation_id, day, metric, detail, n, amount)
SELECT f.organisation_id, f.day, f.metric, f.detail, {sign} sum(f.n), {sign} sum(f.amount)
FROM cases_case c, LATERAL reports_case_facts(c.*) f
WHERE f.metric IN ({metrics})
GROUP BY 1, 2, 3, 4
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_facts_append_their_deltas")]

    operations = [
        migrations.RunSQL(STATED.format(sign="-", metrics=ALTERED)),
        migrations.RunSQL(FACTS),
        migrations.RunSQL(STATED.format(sign="+", metrics=f"{ALTERED}, {ADDED}")),
    ]
