"""Real processes, really killed: what a test of a crash runs its act in."""

import os
import signal
import time
import traceback
from dataclasses import dataclass

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Ending:
    """How a child ended: killed at its point, or by itself after `points` statements and COMMITs.

    `committing`: the point it was killed at was a COMMIT.
    """

    killed: bool
    points: int | None
    committing: bool = False


def in_a_killed_child(act, at_point, after) -> Ending:
    """Run `act` in a fork that is killed before or after its n-th SQL statement or COMMIT.

    With `at_point` None, or one beyond the last, it runs to its end. The child says first which process of
    the server works for it, then how many points it passed.
    """
    connection.ensure_connection()
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        # a connection of its own, whose socket nobody else holds: the server notices our death
        inherited = connections["default"]
        connections["default"] = connections.create_connection("default")
        assert inherited is not connections["default"]
        points = 0

        def passing(execute, *arguments):
            nonlocal points
            points += 1
            if points == at_point:
                os.write(theirs, b"commit " if execute is commit else b"statement ")
            if points == at_point and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            result = execute(*arguments)
            if points == at_point and after:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        commit = BaseDatabaseWrapper._commit
        BaseDatabaseWrapper._commit = lambda self: passing(commit, self)
        try:
            connection.ensure_connection()
            os.write(theirs, f"{connection.connection.info.backend_pid} ".encode())
            with connection.execute_wrapper(passing):
                act()
            os.write(theirs, str(points).encode())
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    os.close(theirs)
    status = os.waitpid(child, 0)[1]
    backend, *said = os.read(ours, 100).decode().split()
    os.close(ours)
    killed = os.WIFSIGNALED(status)
    assert killed or os.WEXITSTATUS(status) == 0, "the act failed in the child; its words stand above"
    wait_until_gone(int(backend))
    return Ending(killed, None if killed else int(said[-1]), killed and said[-1] == "commit")


def wait_until_gone(backend, seconds=60):
    """Until the server has noticed the death and let go of what the dead one held."""
    until = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = %s", [backend])
            if not cursor.fetchone()[0]:
                return
            assert time.monotonic() < until, "the server still holds what a dead process held"
            time.sleep(0.005)
