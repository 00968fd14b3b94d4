"""Numbers without gaps."""

from django.db import connection
from django.db.transaction import TransactionManagementError


def next_number(organisation_id, kind, year) -> int:
    """The next number of `kind` for this organisation and year, from 1.

    Inside the verb's transaction, which holds the counter until it commits: a number is never given
    twice, and one of an act that failed goes to the next. Raises TransactionManagementError outside one.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("next_number belongs into the transaction of the act it numbers.")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO record_counter AS c (organisation_id, kind, year, last) VALUES (%s, %s, %s, 1)
            ON CONFLICT (organisation_id, kind, year) DO UPDATE SET last = c.last + 1 RETURNING last
            """,
            [organisation_id, kind, year],
        )
        return cursor.fetchone()[0]
