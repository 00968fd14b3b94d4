"""Every verb, killed before every SQL statement and COMMIT and after every COMMIT, and sent again.

The whole database is compared after each kill: it changes once, at the COMMIT, and never again, whatever
is sent with the same key. So after a kill at any point the retry does what is left to do, or nothing. To be
killed after a statement is to be killed before the next one, for the database; only a COMMIT leaves a trace.
"""

from hashlib import sha256
from itertools import count

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from record.idempotency import Answer, keyed
from record.refusals import Refused
from reports import rollup
from tests.faults.scenes import SCENES
from tests.killing import in_a_killed_child
from tests.people import settle_city

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("name", SCENES)
def test_it_is_done_exactly_once_wherever_it_was_killed(name):
    scene = SCENES[name]
    doing = scene.prepare(settle_city())

    def do():
        scene.play(doing)
        return Answer(302, "/done/")

    def with_key():
        assert keyed("one-key", by=doing.by, body=b"the same", do=do).location == "/done/"

    rehearse(do)
    changes = killed_everywhere(with_key if doing.by else lambda: unless_refused(do))

    assert len(changes) == 1, f"killed at {changes}, the database was left changed each time"
    assert changes[0][1], "something of it stood before the COMMIT"
    assert [said for check in settings.INVARIANTS for said in import_string(check)()] == []
    assert rollup.differences() == []


def rehearse(do):
    """Once without effect, so that no child has to load what the act needs: addresses, fonts, words."""
    with transaction.atomic():
        do()
        transaction.set_rollback(True)


def unless_refused(do):
    """What comes without a key says for itself that it was done already."""
    try:
        do()
    except Refused:
        return


def killed_everywhere(act):
    """[(point, after)] at which the database was found changed, while `act` is repeated until it ends."""
    prepare_digest()
    seen, changes = digest(), []
    for point in count(1):
        ending = in_a_killed_child(act, point, False)
        ways = [False, True] if ending.committing else [False]
        for after in ways:
            if after:
                in_a_killed_child(act, point, True)
            present = digest()
            if present != seen:
                changes.append((point, after))
                seen = present
        if not ending.killed:
            return changes


def prepare_digest():
    """One statement that counts and hashes every row of every table, planned once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        parts = [
            f"SELECT '{name}', count(*), sum(hashtextextended(t::text, 0)) FROM \"{name}\" AS t"
            for (name,) in cursor.fetchall()
        ]
        cursor.execute("DEALLOCATE ALL")
        cursor.execute(f"PREPARE every_row AS {' UNION ALL '.join(parts)}")


def digest():
    """A hash of the whole database as it stands committed."""
    with connection.cursor() as cursor:
        cursor.execute("EXECUTE every_row")
        return sha256(repr(sorted(cursor.fetchall())).encode()).hexdigest()
