"""Sessions: no mediator in two places, no two sessions in one room; who came; offers round by round."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from cases.models import Claim
from mediation import invariants
from mediation.actions import agreement, sessions
from record.refusals import Refused
from tests.mediation.stories import (
    a_draft,
    a_mediation,
    a_scan,
    employer_of,
    finalised,
    sign_all,
    worker_of,
)
from tests.people import MONDAY, an_accepted_case, morning

THREE = morning(MONDAY) + timedelta(days=1, hours=6)


def arrange(running, at=THREE, hours=1, **how):
    how = {"mode": "on_site", "room": "", "invited": [], "station": running.case.organisation, **how}
    return sessions.schedule(
        running, starts_at=at, ends_at=at + timedelta(hours=hours), by=running.mediator, at=morning(MONDAY),
        **how,
    )  # fmt: skip


def test_a_mediator_is_in_one_place_at_a_time(city):
    running = a_mediation(city)
    arrange(running)

    with pytest.raises(Refused) as refusal:
        arrange(running, at=THREE + timedelta(minutes=30))
    arrange(running, at=THREE + timedelta(hours=1))

    assert refusal.value.code == "session.clash"
    assert running.sessions.count() == 2


def test_a_cancelled_session_frees_its_time(city):
    running = a_mediation(city)

    sessions.cancel(arrange(running), reason="改期", by=city.lin, at=morning(MONDAY))

    assert arrange(running).sequence == 2


def test_one_room_holds_one_session(city):
    from cases.actions import assignment
    from mediation.actions import mediation

    other = assignment.assign(
        an_accepted_case(city), mediator=city.sun, by=city.zheng, on=MONDAY, at=morning(MONDAY)
    )
    second = mediation.take(other, tie="", by=city.sun, on=MONDAY, at=morning(MONDAY))
    arrange(a_mediation(city), room="第一调解室")

    with pytest.raises(Refused) as refusal:
        arrange(second, room="第一调解室")
    arrange(second, room="第二调解室")

    assert refusal.value.code == "session.room"


def test_the_employer_is_not_invited_while_the_worker_wants_him_left_alone(city):
    running = a_mediation(city, do_not_contact_employer=True)
    guest = employer_of(running.case)

    with pytest.raises(Refused):
        arrange(running, invited=[{"party": guest, "name": guest.name}])


def test_a_telephone_session_says_how_signatures_are_collected_and_who_agreed_when(city):
    running = a_mediation(city)
    guest = {"party": worker_of(running.case), "name": "刘长顺"}
    with pytest.raises(Refused) as refusal:
        arrange(running, mode="phone", invited=[guest])
    assert refusal.value.code == "session.signing"

    session = arrange(running, mode="phone", invited=[guest], signing_plan="次日到站签署")
    seat = session.attendances.get()
    with pytest.raises(Refused) as refusal:
        hold(session, city, {seat.pk: sessions.Presence(present=True)})
    assert refusal.value.code == "session.calls"

    hold(session, city, {seat.pk: sessions.Presence(True, called="4417", consented_at=THREE)})

    seat.refresh_from_db()
    assert (session.state, seat.called_number_last4) == ("held", "4417")


def hold(session, city, guests):
    return sessions.hold(session, result="双方到场", guests=guests, by=city.lin, at=THREE)


def test_a_session_somebody_stayed_away_from_says_so(city):
    running = a_mediation(city)
    guests = [{"party": party, "name": party.name} for party in running.case.parties.all()]
    session = arrange(running, invited=guests)
    first, second = session.attendances.all()

    hold(session, city, {first.pk: sessions.Presence(True, True), second.pk: sessions.Presence(False)})

    assert session.state == "absent"


def offer(running, **amounts):
    claim = Claim.objects.get(party__case=running.case)
    return sessions.offer(
        running, amounts={(claim.pk, side): Decimal(amount) for side, amount in amounts.items()},
        session=None, by=running.mediator, at=THREE,
    )  # fmt: skip


def test_each_round_of_offers_is_kept(city):
    running = a_mediation(city)

    assert offer(running, applicant="15600", respondent="12000") == 1
    assert offer(running, respondent="14000") == 2

    assert running.offers.count() == 3


def test_an_offer_is_for_a_claim_of_this_case(city):
    running, other = a_mediation(city), a_mediation_elsewhere(city)
    strange = Claim.objects.get(party__case=other)

    with pytest.raises(Refused):
        sessions.offer(
            running, amounts={(strange.pk, "applicant"): Decimal(1)}, session=None, by=city.lin, at=THREE
        )
    with pytest.raises(Refused):
        sessions.offer(running, amounts={}, session=None, by=city.lin, at=THREE)


def a_mediation_elsewhere(city):
    return an_accepted_case(city)


def test_what_is_said_in_confidence_is_no_line_of_the_minutes(city):
    session = arrange(a_mediation(city))

    sessions.say(session, speaker="调解员", text="双方到场", by=city.lin, at=THREE)
    sessions.confide(session, side="applicant", text="二万六即可", by=city.lin, at=THREE)

    assert [line.text for line in session.lines.all()] == ["双方到场"]
    assert session.caucus_notes.get().text == "二万六即可"


def test_a_session_that_began_is_written_down_before_the_text_is_locked(city, client):
    running = a_mediation(city)
    session = arrange(running, at=morning(MONDAY))
    draft = a_draft(running, by=city.lin)
    room = reverse("mediation:room", args=[running.case_id])
    client.force_login(city.lin)

    with pytest.raises(agreement.NotReady) as refusal:
        agreement.finalise(draft, by=city.lin, on=MONDAY, at=morning(MONDAY))
    page = client.get(room).content.decode()

    assert [stop.code for stop in refusal.value.stops] == ["session.unrecorded"]
    assert "第1次调解（2026-03-02）已经开始但没有记录" in page
    assert reverse("mediation:hold", args=[running.case_id, session.pk]) in page
    sessions.hold(session, result="达成一致", guests={}, by=city.lin, at=morning(MONDAY))
    assert agreement.finalise(draft, by=city.lin, on=MONDAY, at=morning(MONDAY)).number


def test_the_seal_waits_for_the_record_of_a_session_and_calls_off_those_to_come(city):
    signed = finalised(city)
    sign_all(signed, by=city.lin)
    running = signed.mediation
    begun, later = arrange(running, at=morning(MONDAY)), arrange(running, at=THREE)
    seal = {"original": a_scan(city.sun), "by": city.sun, "on": MONDAY, "at": morning(MONDAY)}

    with pytest.raises(Refused) as refusal:
        agreement.seal(signed, **seal)
    sessions.hold(begun, result="双方签署", guests={}, by=city.lin, at=morning(MONDAY))
    agreement.seal(signed, **seal)

    assert refusal.value.code == "session.unrecorded"
    assert dict(running.sessions.values_list("pk", "state")) == {begun.pk: "held", later.pk: "cancelled"}
    assert list(invariants.mediations_end_with_their_case()) == []


def test_no_session_lies_before_the_case_was_accepted(city):
    mediation = a_mediation(city)

    with pytest.raises(Refused) as refusal:
        arrange(mediation, at=THREE - timedelta(days=30))

    assert refusal.value.code == "session.before"
