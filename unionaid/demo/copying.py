"""A written past multiplied inside PostgreSQL, for measuring with a large archive.

Every row that a case of the past leaves is copied by INSERT … SELECT: new ids from the sequences, new
uuids and receipt codes, numbers on from each station's counter. A person is copied without personal data:
what is encrypted belongs to one uuid and does not open under another.
"""

from collections.abc import Iterator

from django.db import connection, models, transaction

from cases.models import Case, CaseAccess, Claim, Contact, Deadline, Instalment, LedgerEntry, Party
from parties.models import Person
from record.fields import BlindIndexField, EncryptedTextField
from record.models import Event

ROWS = 10_000  # cases in one transaction

# Bigrams of a text, as parties.names.grams makes them; the signs that a number holds besides.
PLAIN = "translate(lower({}), '〔〕 ·', '')"
GRAMS_OF = (
    "ARRAY(SELECT substr(t.text, i, 2) FROM (SELECT {} AS text) AS t,"
    " generate_series(1, length(t.text) - 1) AS i)::varchar(8)[]"
)
CODE = """(SELECT string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', (get_byte(bytes, i) & 31) + 1, 1), '')
    FROM (SELECT uuid_send(gen_random_uuid()) AS bytes) AS random, unnest(ARRAY[0,1,2,3,4,5,10,11,12,13]) AS i
    WHERE c.id IS NOT NULL)"""  # the last line makes it random anew for every row

NEW_CASES = f"""
CREATE TEMPORARY TABLE new_cases_case AS
SELECT c.id AS old, copy, nextval(pg_get_serial_sequence('cases_case', 'id')) AS new, c.number AS old_number,
    c.receipt_code AS old_code, c.received_station_id AS station, extract(year FROM c.received_on)::int AS year,
    {CODE} AS new_code, NULL::text AS new_number, NULL::int AS sequence
FROM cases_case AS c CROSS JOIN generate_series(1, %(copies)s) AS copy
WHERE c.id = ANY(%(ids)s)
"""  # noqa: S608  a constant

NUMBER_THEM = """
WITH numbered AS (
    SELECT n.new, coalesce(counter.last, 0) + row_number() OVER (
        PARTITION BY n.station, n.year ORDER BY n.new) AS sequence
    FROM new_cases_case AS n
    LEFT JOIN record_counter AS counter
        ON counter.organisation_id = n.station AND counter.kind = 'case' AND counter.year = n.year
    WHERE n.old_number IS NOT NULL
)
UPDATE new_cases_case AS n SET sequence = numbered.sequence,
    new_number = o.series || '〔' || n.year || '〕第' || numbered.sequence || '号'
FROM numbered, stations_organisation AS o
WHERE numbered.new = n.new AND o.id = n.station
"""

KEEP_COUNTERS = """
INSERT INTO record_counter AS c (organisation_id, kind, year, last)
SELECT station, 'case', year, max(sequence) FROM new_cases_case WHERE sequence IS NOT NULL GROUP BY station, year
ON CONFLICT (organisation_id, kind, year) DO UPDATE SET last = EXCLUDED.last
"""

# What a copied case has of its own.
OF_A_CASE = {
    "number": "m.new_number",
    "receipt_code": "m.new_code",
    "search_text": (
        f"replace(replace(s.search_text, {PLAIN.format('m.old_code')}, {PLAIN.format('m.new_code')}),"
        f" {PLAIN.format('coalesce(m.old_number, m.old_code)')}, {PLAIN.format('coalesce(m.new_number, m.new_code)')})"
    ),
    "search_grams": "s.search_grams || "
    + " || ".join(
        GRAMS_OF.format(PLAIN.format(text)) for text in ("m.new_code", "coalesce(m.new_number, '')")
    ),
}
OF_A_PERSON = {"id_last4": "''", "phone_last4": "''", "bank_last4": "''"}

# Tables in the order their rows refer to each other, with the column through which each hangs on the last.
MAPPED = (
    (Person, "id IN (SELECT person_id FROM cases_party WHERE case_id = ANY(%(ids)s))"),
    (Party, "case_id = ANY(%(ids)s)"),
    (Claim, "party_id IN (SELECT old FROM new_cases_party)"),
    (Instalment, "case_id = ANY(%(ids)s)"),
)
LEAVES = (CaseAccess, Contact, LedgerEntry, Deadline)


def multiply(ids: list[int], wanted: int) -> Iterator[int]:
    """Copy the cases `ids`, whole, until `wanted` copies stand; yields how many do after each transaction."""
    done = 0
    while done < wanted:
        some = ids[: wanted - done]
        copies = max(1, min(ROWS // len(some), (wanted - done) // len(some)))
        with transaction.atomic(), connection.cursor() as cursor:
            _copy(cursor, {"ids": some, "copies": copies})
        done += len(some) * copies
        yield done


def _copy(cursor, which):
    cursor.execute("SET LOCAL work_mem = '128MB'")
    cursor.execute(NEW_CASES, which)
    cursor.execute("ANALYZE new_cases_case")
    cursor.execute(NUMBER_THEM)
    cursor.execute(KEEP_COUNTERS)
    mapped = {Case}
    _insert(cursor, Case, mapped, OF_A_CASE)
    for model, condition in MAPPED:
        _map(cursor, model, condition, which)
        mapped.add(model)
        _insert(cursor, model, mapped, OF_A_PERSON if model is Person else {})
    for model in LEAVES:
        _insert(cursor, model, mapped, {})
    _copy_events(cursor)
    tables = ", ".join(f"new_{model._meta.db_table}" for model in mapped)
    cursor.execute(f"DROP TABLE {tables}")


def _map(cursor, model, condition, which):
    """A table of old id, copy and new id for every row of `model` that goes with the cases."""
    name = model._meta.db_table
    cursor.execute(
        f"CREATE TEMPORARY TABLE new_{name} AS"  # noqa: S608  names of our own models
        f" SELECT s.id AS old, copy, nextval(pg_get_serial_sequence('{name}', 'id')) AS new"
        f" FROM {name} AS s CROSS JOIN generate_series(1, %(copies)s) AS copy WHERE {condition}",
        which,
    )
    cursor.execute(f"ANALYZE new_{name}")


def _insert(cursor, model, mapped, own):
    """Copy the rows of `model`, with every reference to a copied row led to its copy."""
    values, joins = {}, []
    for field in model._meta.concrete_fields:
        column = f's."{field.column}"'
        if field.primary_key:
            values[field.column] = "m.new" if model in mapped else None
        elif field.name in own:
            values[field.column] = own[field.name]
        elif isinstance(field, EncryptedTextField | BlindIndexField):
            values[field.column] = "''"
        elif isinstance(field, models.UUIDField):
            values[field.column] = "gen_random_uuid()"
        elif field.is_relation and field.related_model in mapped - {model}:
            values[field.column] = f"r_{field.column}.new"
            joins.append((field, column))
        else:
            values[field.column] = column
    table = model._meta.db_table
    if model in mapped:
        origin = f"{table} AS s JOIN new_{table} AS m ON m.old = s.id"
        copy = "m.copy"
    else:
        case = next(field for field, _column in joins if field.related_model is Case)
        origin = (
            f"{table} AS s JOIN new_cases_case AS r_{case.column} ON r_{case.column}.old = s.{case.column}"
        )
        copy = f"r_{case.column}.copy"
        joins = [(field, column) for field, column in joins if field is not case]
    for field, column in joins:
        alias = f"r_{field.column}"
        origin += (
            f" LEFT JOIN new_{field.related_model._meta.db_table} AS {alias}"
            f" ON {alias}.old = {column} AND {alias}.copy = {copy}"
        )
    values = {column: value for column, value in values.items() if value is not None}
    names = ", ".join(f'"{column}"' for column in values)
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {', '.join(values.values())} FROM {origin}")  # noqa: S608


def _copy_events(cursor):
    """The log of each case, with its own ids, in its own order."""
    table = Event._meta.db_table
    values = {
        field.column: f's."{field.column}"' for field in Event._meta.concrete_fields if not field.primary_key
    }
    values |= {"subject_id": "m.new", "filed_under": "m.new"}
    names = ", ".join(f'"{column}"' for column in values)
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {', '.join(values.values())}"  # noqa: S608  names of our own models
        f" FROM {table} AS s JOIN new_cases_case AS m ON m.old = s.filed_under"
        " WHERE s.subject_type = 'cases.Case' ORDER BY m.new, s.id"
    )
