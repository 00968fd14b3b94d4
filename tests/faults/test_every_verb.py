"""Verbs from the window to the draft, killed before and after every SQL statement and COMMIT, and sent again.

The whole database is compared after each kill: it changes once, at the COMMIT, and never again, whatever
is sent with the same key. So after a kill at any point the retry does what is left to do, or nothing.
"""

from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import count

import pytest
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from cases.actions import acceptance, assignment, enquiry, withdrawal
from mediation.actions import mediation, sessions
from record.idempotency import Answer, keyed
from reports import rollup
from tests.killing import in_a_killed_child
from tests.mediation import stories
from tests.people import (
    MONDAY,
    a_case,
    an_accepted_case,
    an_assigned_case,
    an_enquiry,
    employer,
    morning,
    settle_city,
    worker,
)

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

NOW = {"on": MONDAY, "at": morning(MONDAY)}
AT = {"at": morning(MONDAY)}
SCENES = {}


def scene(make):
    """A scene: takes the city, prepares what comes before, returns (who acts, the act, without arguments)."""
    SCENES[make.__name__] = make
    return make


def again(record):
    """The record as a new request reads it."""
    return type(record)._base_manager.get(pk=record.pk)


@scene
def register(city):
    matter = enquiry.Matter(
        workers=[enquiry.Worker(worker(), claims=[enquiry.ClaimLine("wage_arrears", amount=Decimal(5200))])],
        employers=[employer()],
        details={"summary": "拖欠工资", "left_on": MONDAY - timedelta(days=60)},
    )
    return city.zhou, lambda: enquiry.register(matter, organisation=city.haitang, by=city.zhou, **NOW)


@scene
def advise(city):
    case = an_enquiry(city)
    answer = {"advice": "可以先申请调解", "handling": "answered"}
    return city.zhou, lambda: enquiry.advise(again(case), by=city.zhou, **answer, **AT)


@scene
def promote(city):
    case = an_enquiry(city)
    return city.zhou, lambda: enquiry.promote(again(case), by=city.zhou, **NOW)


@scene
def request_acceptance(city):
    case = a_case(city)
    how = {"body": city.haitang_body, "source": "application"}
    return city.zhou, lambda: acceptance.request_acceptance(again(case), by=city.zhou, **how, **AT)


def asked_for_acceptance(city):
    case = a_case(city)
    acceptance.request_acceptance(case, body=city.haitang_body, source="application", by=city.zhou, **AT)
    return case


@scene
def accept(city):
    case = asked_for_acceptance(city)
    return city.sun, lambda: acceptance.accept(again(case), by=city.sun, **NOW)


@scene
def reject(city):
    case = asked_for_acceptance(city)
    why = {"reason": "不属于受理范围", "ground": "other_side_refuses"}
    return city.sun, lambda: acceptance.reject(again(case), by=city.sun, **why, **NOW)


@scene
def assign(city):
    case = an_accepted_case(city)
    return city.zheng, lambda: assignment.assign(again(case), mediator=city.lin, by=city.zheng, **NOW)


@scene
def transfer(city):
    case = an_accepted_case(city)
    where = {"to": city.liulin, "reason": "用人单位在柳林"}
    return city.zheng, lambda: assignment.transfer(again(case), by=city.zheng, **where, **NOW)


@scene
def withdraw(city):
    case = an_assigned_case(city)
    why = {"settled": False, "reason": "本人撤回"}
    return city.lin, lambda: withdrawal.withdraw(again(case), by=city.lin, **why, **NOW)


@scene
def take(city):
    case = an_assigned_case(city)
    return city.lin, lambda: mediation.take(again(case), tie="无利害关系", by=city.lin, **NOW)


@scene
def schedule(city):
    running = stories.a_mediation(city)
    when = {"starts_at": morning(stories.SOON), "ends_at": morning(stories.SOON) + timedelta(hours=1)}
    where = {
        "mode": "on_site",
        "station": city.haitang,
        "room": "第一调解室",
        "invited": [{"name": "刘长顺"}],
    }
    return city.lin, lambda: sessions.schedule(again(running), by=city.lin, **when, **where, **AT)


@scene
def offer(city):
    running = stories.a_mediation(city)
    claim = stories.worker_of(running.case).claims.get()
    amounts = {(claim.pk, "worker"): Decimal(15600), (claim.pk, "employer"): Decimal(9000)}
    return city.lin, lambda: sessions.offer(again(running), amounts=amounts, session=None, by=city.lin, **AT)


@scene
def end(city):
    running = stories.a_mediation(city)
    why = {"reason": "too_far_apart", "explanation": "差距过大"}
    return city.lin, lambda: mediation.end(again(running), by=city.lin, **why, **NOW)


@scene
def draft(city):
    running = stories.a_mediation(city)
    return city.lin, lambda: stories.a_draft(again(running), by=city.lin)


@pytest.mark.parametrize("name", SCENES)
def test_it_is_done_exactly_once_wherever_it_was_killed(name):
    city = settle_city()
    by, verb = SCENES[name](city)

    def act():
        def do():
            verb()
            return Answer(302, "/done/")

        assert keyed("one-key", by=by, body=b"the same", do=do).location == "/done/"

    seen, changes = digest(), []
    for point in count(1):
        endings = []
        for after in (False, True):
            endings.append(in_a_killed_child(act, point, after))
            present = digest()
            if present != seen:
                changes.append((point, after))
                seen = present
        if not any(ending.killed for ending in endings):
            break

    assert len(changes) == 1, f"killed at {changes}, the database was left changed each time"
    assert changes[0][0] > 4
    assert changes[0][1], "something of it stood before the COMMIT"
    assert [said for check in settings.INVARIANTS for said in import_string(check)()] == []
    assert rollup.differences() == []


def digest():
    """A hash of every row of every table, as it stands committed."""
    found = sha256()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall()]
        parts = [
            f"SELECT '{name}', count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{name}\" AS t"
            for name in tables
        ]
        cursor.execute(" UNION ALL ".join(parts))
        for row in sorted(cursor.fetchall()):
            found.update(repr(row).encode())
    return found.hexdigest()
