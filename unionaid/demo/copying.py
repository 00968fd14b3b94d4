"""A written past multiplied inside PostgreSQL, for measuring with a large archive.

Every row that a case of the past leaves is copied by INSERT … SELECT: new ids from the sequences, new
uuids and receipt codes, numbers on from each station's counter. A person is copied without personal data:
what is encrypted belongs to one uuid and does not open under another.

Ids and numbers are reserved before the first row is written. So several connections write at once, each its
own copies, and leave what one alone would have left.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

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

# The next number of each station and year before the copies, and how many each whole copy takes.
RESERVE_NUMBERS = """
WITH chosen AS (
    SELECT received_station_id AS station, extract(year FROM received_on)::int AS year, count(*) AS of_each,
        count(*) * %(whole)s + count(*) FILTER (WHERE id = ANY(%(rest)s)) AS wanted
    FROM cases_case WHERE id = ANY(%(ids)s) AND number IS NOT NULL
    GROUP BY 1, 2
), kept AS (
    INSERT INTO record_counter AS c (organisation_id, kind, year, last)
    SELECT station, 'case', year, wanted FROM chosen
    ON CONFLICT (organisation_id, kind, year) DO UPDATE SET last = c.last + EXCLUDED.last
    RETURNING organisation_id, year, last
)
SELECT station, chosen.year, last - wanted, of_each
FROM kept JOIN chosen ON station = organisation_id AND chosen.year = kept.year
"""

RESERVE_IDS = """
SELECT min(id), max(id)
FROM (SELECT nextval(pg_get_serial_sequence(%(table)s, 'id')) AS id FROM generate_series(1, %(wanted)s)) AS ids
"""

NEW_CASES = f"""
CREATE TEMPORARY TABLE new_cases_case ON COMMIT DROP AS
WITH chosen AS (
    SELECT c.id, c.number, c.receipt_code, c.received_station_id AS station,
        extract(year FROM c.received_on)::int AS year, place,
        row_number() OVER (PARTITION BY c.received_station_id, extract(year FROM c.received_on), c.number IS NULL
            ORDER BY place) AS in_year
    FROM unnest(%(ids)s) WITH ORDINALITY AS given (id, place) JOIN cases_case AS c ON c.id = given.id
), numbers AS (
    SELECT * FROM unnest(%(stations)s::bigint[], %(years)s::int[], %(last)s::bigint[], %(of_each)s::bigint[])
        AS n (station, year, last, of_each)
)
SELECT c.id AS old, copy, %(first)s + (copy - 1) * %(each)s + place - 1 AS new, c.number AS old_number,
    c.receipt_code AS old_code, {CODE} AS new_code,
    o.series || '〔' || c.year || '〕第' || (n.last + (copy - 1) * n.of_each + c.in_year) || '号' AS new_number
FROM chosen AS c
CROSS JOIN generate_series(%(from)s, %(to)s) AS copy
LEFT JOIN (numbers AS n JOIN stations_organisation AS o ON o.id = n.station)
    ON c.number IS NOT NULL AND n.station = c.station AND n.year = c.year
WHERE place <= %(cases)s
"""  # noqa: S608  a constant

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

# Tables in the order their rows refer to each other, with the case that each row goes with.
MAPPED = (
    (Person, "SELECT person_id AS id, case_id FROM cases_party WHERE person_id IS NOT NULL"),
    (Party, "SELECT id, case_id FROM cases_party"),
    (Claim, "SELECT c.id, p.case_id FROM cases_claim AS c JOIN cases_party AS p ON p.id = c.party_id"),
    (Instalment, "SELECT id, case_id FROM cases_instalment"),
)
LEAVES = (CaseAccess, Contact, LedgerEntry, Deadline)


@dataclass(frozen=True)
class Reserved:
    """What belongs to the copies: for each table its first id and the rows of one copy, and the numbers."""

    ids: dict[type[models.Model], tuple[int, int]]
    numbers: dict[str, list[int]]


@dataclass(frozen=True)
class Part:
    """Copies `first` to `last` of the first `cases` cases: one transaction."""

    cases: int
    first: int
    last: int

    def __len__(self):
        return self.cases * (self.last - self.first + 1)


def multiply(ids: list[int], wanted: int) -> Iterator[int]:
    """Copy the cases `ids`, whole, until `wanted` copies stand; yields how many do after each transaction."""
    whole, rest = divmod(wanted, len(ids))
    step = max(1, ROWS // len(ids))
    parts = [Part(len(ids), first, min(first + step - 1, whole)) for first in range(1, whole + 1, step)]
    parts += [Part(rest, whole + 1, whole + 1)] if rest else []
    if not parts:
        return
    reserved, done = reserve(ids, whole, rest), 0
    with ThreadPoolExecutor(min(os.cpu_count() or 1, 4)) as pool:
        for part, _written in zip(
            parts, pool.map(lambda part: _write(part, ids, reserved), parts), strict=True
        ):
            done += len(part)
            yield done


@transaction.atomic
def reserve(ids: list[int], whole: int, rest: int) -> Reserved:
    """Ids and numbers for `whole` copies of all cases and one of the first `rest`."""
    reserved = {}
    with connection.cursor() as cursor:
        for model, rows in ((Case, "SELECT id, id AS case_id FROM cases_case"), *MAPPED):
            cursor.execute(
                f"SELECT count(DISTINCT id) FROM ({rows}) AS row WHERE case_id = ANY(%(ids)s)",  # noqa: S608
                {"ids": ids},
            )
            (each,) = cursor.fetchone()
            reserved[model] = _in_a_row(cursor, model, each * (whole + 1)), each
        cursor.execute(RESERVE_NUMBERS, {"ids": ids, "rest": ids[:rest], "whole": whole})
        rows = cursor.fetchall()
    names = ("stations", "years", "last", "of_each")
    return Reserved(reserved, {name: [row[place] for row in rows] for place, name in enumerate(names)})


def _in_a_row(cursor, model, wanted):
    """The first of as many ids in a row; asked again if somebody else took one in between."""
    first, last = 0, -1
    while last - first + 1 != wanted:
        cursor.execute(RESERVE_IDS, {"table": model._meta.db_table, "wanted": wanted})
        first, last = cursor.fetchone()
    return first


def _write(part, ids, reserved):
    """One part, on a connection of the thread's own."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '128MB'")
            _copy(cursor, part, ids, reserved)
    finally:
        connection.close()


def _copy(cursor, part, ids, reserved):
    copies = {"from": part.first, "to": part.last}
    first, each = reserved.ids[Case]
    cursor.execute(
        NEW_CASES,
        {"ids": ids, "cases": part.cases, "first": first, "each": each, **copies, **reserved.numbers},
    )
    cursor.execute("ANALYZE new_cases_case")
    mapped = {Case}
    _insert(cursor, Case, mapped, OF_A_CASE)
    for model, rows in MAPPED:
        _map(cursor, model, rows, reserved.ids[model], copies | {"some": ids[: part.cases]})
        mapped.add(model)
        _insert(cursor, model, mapped, OF_A_PERSON if model is Person else {})
    for model in LEAVES:
        _insert(cursor, model, mapped, {})
    _copy_events(cursor)


def _map(cursor, model, rows, ids, which):
    """A table of old id, copy and new id for every row of `model` that goes with the cases, in their order."""
    name, (first, each) = model._meta.db_table, ids
    cursor.execute(
        f"CREATE TEMPORARY TABLE new_{name} ON COMMIT DROP AS"  # noqa: S608  names of our own models
        " SELECT old, copy, %(first)s + (copy - 1) * %(each)s + place - 1 AS new"
        " FROM (SELECT row.id AS old, row_number() OVER (ORDER BY min(given.place), row.id) AS place"
        f" FROM ({rows}) AS row"
        " JOIN unnest(%(some)s) WITH ORDINALITY AS given (id, place) ON given.id = row.case_id"
        " GROUP BY row.id) AS numbered CROSS JOIN generate_series(%(from)s, %(to)s) AS copy",
        which | {"first": first, "each": each},
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
