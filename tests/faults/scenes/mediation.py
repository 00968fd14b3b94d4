"""The mediation room: taken, arranged, talked, agreed, signed, sealed, or ended."""

from datetime import timedelta
from decimal import Decimal

from cases.actions import party
from cases.models import Party
from mediation.actions import agreement, mediation, parting, sessions
from parties.models import Person
from tests.faults.scenes.scene import AT, NOW, Act, scene
from tests.mediation import stories
from tests.people import MONDAY, a_scan, an_assigned_case, morning, worker


def a_session(city):
    return sessions.schedule(stories.a_mediation(city), by=city.lin, **place_and_time(city), **AT)


def place_and_time(city):
    start = morning(stories.SOON)
    return {
        "mode": "on_site", "station": city.haitang, "room": "第一调解室", "invited": [{"name": "刘长顺"}],
        "starts_at": start, "ends_at": start + timedelta(hours=1),
    }  # fmt: skip


@scene(mediation.take)
def take(city):
    return Act(city.lin, [stories.verified(an_assigned_case(city))], {"tie": "无利害关系", **NOW})


@scene(mediation.recuse)
def recuse(city):
    """With a session planned, which is called off."""
    return Act(city.lin, [a_session(city).mediation], {"tie": "与被申请人是同乡", **NOW})


@scene(mediation.disclose)
def disclose(city):
    told = {"tie": "曾在该单位任职", "parties_agreed": True}
    return Act(city.lin, [stories.a_mediation(city)], told | NOW)


@scene(mediation.employer_consents)
def employer_consents(city):
    return Act(city.lin, [stories.a_mediation(city)], NOW)


@scene(mediation.attempt)
def attempt(city):
    tried = {"means": "phone", "result": "无人接听", "evidence": None}
    return Act(city.lin, [stories.a_mediation(city)], tried | NOW)


@scene(mediation.extend)
def extend(city):
    both = {"worker_agreed": True, "employer_agreed": True}
    until = {"to": MONDAY + timedelta(days=40), "reason": "等待工程结算"}
    return Act(city.lin, [stories.a_mediation(city)], until | both | NOW)


@scene(parting.part_ways)
def part_ways(city):
    """One of two workers goes to arbitration, out of a draft that granted him money."""
    running = stories.a_mediation(city)
    case = running.case
    second = party.add_person(case, worker("王桂芳"), role="applicant", by=city.lin, **NOW)
    Party.objects.filter(pk=second.pk).update(union_member=False)
    Person.objects.filter(pk=second.person_id).update(
        sex="female", born_on="1980-05-06", home_place="山东莒县"
    )
    way = {"way": parting.Way.ARBITRATE, "explanation": "区仲裁委"}
    return Act(city.lin, [case, [second]], way | NOW)


@scene(mediation.end)
def end(city):
    """With a draft given up and a session called off."""
    running = a_session(city).mediation
    stories.a_draft(running, by=city.lin)
    return Act(city.lin, [running], {"reason": "too_far_apart", "explanation": "差距过大", **NOW})


@scene(sessions.schedule)
def schedule(city):
    return Act(city.lin, [stories.a_mediation(city)], place_and_time(city) | AT)


@scene(sessions.cancel)
def cancel(city):
    return Act(city.lin, [a_session(city)], {"reason": "单位改期", **AT})


@scene(sessions.hold)
def hold(city):
    session = a_session(city)
    guests = {session.attendances.get().pk: sessions.Presence(present=True, identity_checked=True)}
    return Act(city.lin, [session], {"result": "双方到场，未达成一致", "guests": guests, **AT})


@scene(sessions.say)
def say(city):
    return Act(city.lin, [a_session(city)], {"speaker": "刘长顺", "text": "三个月没发工资", **AT})


@scene(sessions.confide)
def confide(city):
    return Act(city.lin, [a_session(city)], {"side": "worker", "text": "最低一万二", **AT})


@scene(sessions.offer)
def offer(city):
    running = stories.a_mediation(city)
    claim = stories.worker_of(running.case).claims.get()
    amounts = {(claim.pk, "worker"): Decimal(15600), (claim.pk, "employer"): Decimal(9000)}
    return Act(city.lin, [running], {"amounts": amounts, "session": None, **AT})


def terms(running):
    claim = stories.worker_of(running.case).claims.get()
    plan = agreement.Plan(
        stories.worker_of(running.case), stories.employer_of(running.case), stories.SOON, Decimal("15600.00")
    )
    return {"granted": {claim: Decimal("15600.00")}, "plans": [plan]}


@scene(agreement.draft)
def draft(city):
    running = stories.a_mediation(city)
    return Act(city.lin, [running], terms(running) | AT)


@scene(agreement.draft)
def draft_anew(city):
    running = stories.a_mediation(city)
    stories.a_draft(running, by=city.lin, amount=Decimal("9000.00"))
    return Act(city.lin, [running], terms(running) | AT)


@scene(agreement.finalise)
def finalise(city):
    return Act(city.lin, [stories.a_draft(stories.a_mediation(city), by=city.lin)], NOW)


@scene(agreement.sign)
def sign(city):
    ready = stories.finalised(city)
    how = {"party": stories.worker_of(ready.case), "way": "hand", "signed_on": MONDAY}
    return Act(city.lin, [ready], how | AT)


@scene(agreement.sign_together)
def sign_together(city):
    """Two workers on one sheet."""
    ready = stories.finalised(city)
    Party.objects.create(case=ready.case, role="applicant", person=worker("王桂芳"), name="王桂芳")
    crew = list(ready.case.parties.filter(role="applicant").order_by("pk"))
    return Act(city.lin, [ready, crew], {"signed_on": MONDAY, "scan": stories.a_scan(city.lin), **AT})


@scene(agreement.seal)
def seal(city):
    """With a session still to come, which is called off."""
    signed = stories.finalised(city)
    stories.sign_all(signed, by=city.lin)
    sessions.schedule(signed.mediation, by=city.lin, **place_and_time(city), **AT)
    return Act(city.sun, [signed], {"original": stories.a_scan(city.sun), **NOW})


@scene(agreement.seal)
def seal_what_was_signed_on_screen(city):
    """The sealed copy is ordered with it."""
    signed = stories.finalised(city)
    case = signed.case
    drawn = {"way": "screen", "signed_on": MONDAY, "strokes": stories.STROKES, "by": city.lin, **AT}
    drawn["text_hash"] = signed.paper.text_hash
    company = stories.employer_of(case)
    agent = {"capacity": "agent", "name": "吴敏", "authority": a_scan(case, kind="authority", party=company)}
    agreement.sign(signed, party=stories.worker_of(case), **drawn)
    agreement.sign(signed, party=company, **agent, **drawn)
    agreement.sign(signed, party=None, mediator=city.lin, capacity="mediator", **drawn)
    return Act(city.sun, [signed], {"original": None, **NOW})


@scene(agreement.void)
def void(city):
    return Act(city.sun, [stories.finalised(city)], {"reason": "金额写错", **AT})
