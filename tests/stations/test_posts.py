"""Posts: asked for by one administrator, granted by another, never rewritten."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from record.models import Event, MoveRefused, Notice
from record.refusals import Refused
from stations.actions import people
from stations.models import Appointment, Membership, Role, User
from stations.roles import may
from stations.scope import organisation_ids
from tests.people import MONDAY, OPENED, morning

AT = morning(MONDAY)


def ask(city, user=None, *, by=None, **changes):
    asked = {
        "organisation": city.liulin, "role": Role.MEDIATOR, "since": MONDAY, "reason": "增派调解员",
        "by": by or city.luo, "at": AT, **changes,
    }  # fmt: skip
    return people.appoint(user or city.zhou, **asked)


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_a_new_person_has_a_link_and_no_password(city):
    user, secret = people.create_person(
        username="Bai", full_name="白露", email="", by=city.luo, at=AT
    )  # fmt: skip

    assert user.username == "bai"
    assert not user.has_usable_password()
    assert len(secret) > 30
    assert user.one_time_links.get().digest != secret


def test_a_post_that_was_only_asked_for_gives_no_right(city):
    asked = ask(city)

    assert asked.state == "waiting"
    assert not may(fresh(city.zhou), "mediation.draft", MONDAY)
    assert Notice.objects.inbox(city.fan).get().kind == "appointment.ask"


def test_granted_by_the_security_administrator_it_is_a_post(city):
    post = people.grant(ask(city), by=city.fan, on=MONDAY, at=AT)

    assert (post.organisation, post.role, post.since) == (city.liulin, Role.MEDIATOR, MONDAY)
    assert may(fresh(city.zhou), "mediation.draft", MONDAY)
    assert city.liulin.pk in organisation_ids(fresh(city.zhou), MONDAY)
    assert Event.objects.about(post.appointment).filter(kind="grant", by=city.fan).exists()


def test_a_post_granted_late_begins_when_it_was_granted(city):
    later = MONDAY + timedelta(days=3)

    assert people.grant(ask(city), by=city.fan, on=later, at=AT).since == later


def test_who_asked_does_not_grant(city):
    asked = ask(city, by=city.fan)

    with pytest.raises(Refused) as refused:
        people.grant(asked, by=city.fan, on=MONDAY, at=AT)
    assert refused.value.code == "grant.same_person"


def test_two_persons_are_held_to_in_the_database(city):
    asked = ask(city)

    with pytest.raises(IntegrityError, match="appointment_needs_two_persons"), transaction.atomic():
        Appointment.objects.filter(pk=asked.pk).update(decided_by=city.luo)


def test_one_of_the_two_is_a_security_administrator(city):
    with pytest.raises(Refused) as refused:
        people.grant(ask(city), by=city.cai, on=MONDAY, at=AT)

    assert refused.value.code == "grant.no_secadmin"


def test_nobody_appoints_himself(city):
    with pytest.raises(Refused):
        ask(city, city.luo)
    with pytest.raises(IntegrityError, match="appointment_not_of_oneself"), transaction.atomic():
        Appointment.objects.create(
            user=city.luo, organisation=city.liulin, role=Role.LEADER, since=MONDAY, reason="x",
            asked_by=city.luo, asked_at=AT,
        )  # fmt: skip


def test_a_refused_post_is_told_to_who_asked_and_cannot_be_granted_after(city):
    asked = people.refuse(ask(city), answer="人手已足", by=city.fan, on=MONDAY, at=AT)

    assert "人手已足" in Notice.objects.inbox(city.luo).get().body
    with pytest.raises(MoveRefused):
        people.grant(asked, by=city.fan, on=MONDAY, at=AT)


def test_only_who_asked_withdraws(city):
    asked = ask(city)

    with pytest.raises(Refused):
        people.withdraw(asked, by=city.fan, at=AT)
    assert people.withdraw(asked, by=city.luo, at=AT).state == "withdrawn"


def test_a_transfer_ends_one_post_and_starts_another_on_the_same_day(city):
    old = city.zhou.memberships.get()
    asked = people.transfer(
        old, organisation=city.liulin, role=Role.CLERK, since=MONDAY, reason="调动", by=city.luo, at=AT
    )
    new = people.grant(asked, by=city.fan, on=MONDAY, at=AT)

    old.refresh_from_db()
    assert (old.organisation, old.since, old.until) == (city.haitang, OPENED, MONDAY)
    assert (new.organisation, new.since, new.until) == (city.liulin, MONDAY, None)
    yesterday = MONDAY - timedelta(days=1)
    assert city.haitang.pk in organisation_ids(fresh(city.zhou), yesterday)
    assert city.haitang.pk not in organisation_ids(fresh(city.zhou), MONDAY)


def test_a_post_of_the_past_is_not_rewritten_even_in_sql(city):
    with pytest.raises(DatabaseError), transaction.atomic():
        Membership.objects.filter(user=city.zhou).update(organisation=city.liulin)
    with pytest.raises(DatabaseError), transaction.atomic():
        Membership.objects.filter(user=city.zhou).delete()


def test_ending_a_post_takes_the_rights_and_the_sessions(city):
    epoch = city.zhou.session_epoch
    people.end_post(city.zhou.memberships.get(), until=MONDAY, reason="离职", by=city.fan, at=AT)

    assert not may(fresh(city.zhou), "case.register", MONDAY)
    assert may(fresh(city.zhou), "case.register", MONDAY - timedelta(days=1))
    assert fresh(city.zhou).session_epoch == epoch + 1


@pytest.mark.parametrize("second", [Role.MEDIATOR, Role.AUDITOR, Role.SYSADMIN])
def test_an_administrator_holds_no_other_post(city, second):
    with pytest.raises(Refused) as refused:
        ask(city, city.fan, by=city.luo, role=second, organisation=city.federation)
    assert refused.value.code == "post.administrator"

    with pytest.raises(IntegrityError, match="membership_administrators_stand_alone"), transaction.atomic():
        Membership.objects.create(user=city.fan, organisation=city.haitang, role=second, since=MONDAY)


def test_an_administrator_may_take_another_post_the_day_the_old_one_ends(city):
    people.end_post(city.cai.memberships.get(), until=MONDAY, reason="轮岗", by=city.fan, at=AT)

    post = people.grant(ask(city, city.cai), by=city.fan, on=MONDAY, at=AT)
    assert post.role == Role.MEDIATOR


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.PARTNER, "haitang"),
        (Role.CLERK, "court"),
        (Role.LAWYER, "court"),
        (Role.PARTNER, "firm"),
        (Role.AUDITOR, "arbitration"),
    ],
)
def test_a_role_is_held_only_where_it_belongs(city, role, place):
    with pytest.raises(Refused) as refused:
        ask(city, city.deng, role=role, organisation=city.places[place])

    assert refused.value.code == "post.place"


def test_a_suspended_person_is_off_at_once_and_can_come_back(city):
    epoch = city.zhou.session_epoch
    people.suspend_person(city.zhou, reason="手机遗失", by=city.luo, at=AT)

    assert (fresh(city.zhou).is_active, fresh(city.zhou).session_epoch) == (False, epoch + 1)
    assert not may(fresh(city.zhou), "case.register", MONDAY)

    people.resume_person(city.zhou, by=city.luo, at=AT)
    assert may(fresh(city.zhou), "case.register", MONDAY)


def test_nobody_suspends_himself(city):
    with pytest.raises(Refused):
        people.suspend_person(city.luo, reason="x", by=city.luo, at=AT)


def test_the_roster_keeps_its_first_day_when_the_entry_is_changed(city):
    put = {"licence_number": "示001", "advises": "", "by": city.luo, "at": AT}
    people.put_on_roster(city.he, kind="private", on=date(2024, 1, 1), **put)
    entry = people.put_on_roster(city.he, kind="public_interest", on=MONDAY, **put)

    assert (entry.kind, entry.since) == ("public_interest", date(2024, 1, 1))
