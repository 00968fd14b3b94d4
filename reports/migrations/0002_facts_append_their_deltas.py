"""Every change of a fact appends its signed delta in the same transaction.

`reports_case_facts` says which facts one case row states; it is the one definition, also of the direct
sum that `manage verify` compares the rollup with. The triggers only subtract the old row's facts and
add the new one's. A case whose money is settled (all received, or the case closed) states what was promised
and what came as facts of the day its agreement took effect; the bar of recovery reads the instalments of the
others only. The triggers take no lock that a writer could wait for: rows are only inserted.
"""

from django.db import migrations

FACTS = """
CREATE FUNCTION reports_case_facts(c cases_case)
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
$$;

CREATE FUNCTION reports_case_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reports_delta (organisation_id, day, metric, detail, n, amount)
    SELECT f.organisation_id, f.day, f.metric, f.detail, sum(f.n), sum(f.amount)
    FROM new_rows c, LATERAL reports_case_facts(c.*) f
    GROUP BY 1, 2, 3, 4;
    RETURN NULL;
END $$;

CREATE FUNCTION reports_case_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reports_delta (organisation_id, day, metric, detail, n, amount)
    SELECT f.organisation_id, f.day, f.metric, f.detail, sum(f.n), sum(f.amount)
    FROM (
        SELECT f.organisation_id, f.day, f.metric, f.detail, f.n, f.amount
        FROM new_rows c, LATERAL reports_case_facts(c.*) f
        UNION ALL
        SELECT f.organisation_id, f.day, f.metric, f.detail, -f.n, -f.amount
        FROM old_rows c, LATERAL reports_case_facts(c.*) f
    ) AS f
    GROUP BY 1, 2, 3, 4
    HAVING sum(f.n) <> 0 OR sum(f.amount) <> 0;
    RETURN NULL;
END $$;

CREATE TRIGGER reports_case_inserted AFTER INSERT ON cases_case
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION reports_case_inserted();
CREATE TRIGGER reports_case_updated AFTER UPDATE ON cases_case
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION reports_case_updated();
"""

MONEY_AND_VISITS = """
CREATE FUNCTION reports_entry_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reports_delta (organisation_id, day, metric, detail, n, amount)
    SELECT e.station_id, e.occurred_on, 'money_' || e.kind, CASE WHEN e.on_the_spot THEN 'on_the_spot' ELSE '' END,
        sum(sign(e.amount))::bigint, sum(e.amount)
    FROM new_rows e
    GROUP BY 1, 2, 3, 4;
    RETURN NULL;
END $$;

CREATE FUNCTION reports_contact_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reports_delta (organisation_id, day, metric, detail, n, amount)
    SELECT v.station_id, v."on", 'visits', v.way, count(*), 0
    FROM new_rows v
    WHERE v.side = 'worker'
    GROUP BY 1, 2, 3, 4;
    RETURN NULL;
END $$;

CREATE TRIGGER reports_entry_inserted AFTER INSERT ON cases_ledgerentry
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION reports_entry_inserted();
CREATE TRIGGER reports_contact_inserted AFTER INSERT ON cases_contact
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION reports_contact_inserted();
"""

SERVED = """
CREATE FUNCTION reports_party_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reports_served (organisation_id, period, person_id)
    SELECT DISTINCT node.id::bigint, period.name, p.person_id
    FROM new_rows p
    JOIN cases_case c ON c.id = p.case_id
    JOIN stations_organisation o ON o.id = c.received_station_id
    CROSS JOIN LATERAL unnest(string_to_array(rtrim(o.path, '/'), '/')) AS node (id)
    CROSS JOIN LATERAL (VALUES (to_char(c.received_on, 'YYYY')), (to_char(c.received_on, 'YYYY-MM'))) AS period (name)
    WHERE p.role = 'applicant' AND p.person_id IS NOT NULL
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER reports_party_inserted AFTER INSERT ON cases_party
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION reports_party_inserted();
"""

REMOVE = """
DROP TRIGGER reports_party_inserted ON cases_party;
DROP TRIGGER reports_contact_inserted ON cases_contact;
DROP TRIGGER reports_entry_inserted ON cases_ledgerentry;
DROP TRIGGER reports_case_updated ON cases_case;
DROP TRIGGER reports_case_inserted ON cases_case;
DROP FUNCTION reports_party_inserted, reports_contact_inserted, reports_entry_inserted, reports_case_updated,
    reports_case_inserted;
DROP FUNCTION reports_case_facts(cases_case);
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_tables"), ("cases", "0001_tables")]

    operations = [migrations.RunSQL(FACTS + MONEY_AND_VISITS + SERVED, REMOVE)]
