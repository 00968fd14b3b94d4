"""About sixty cases of the demo city run through the real verbs, each as far as its day has come."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from cases.actions import acceptance, assignment, closing, enquiry, groups, ledger, members, referral, triage
from cases.models import Case, Claim, Party, PartyRole, Wish
from cases.outlook import answers_of
from law.triage import outlook
from mediation.actions import agreement, mediation, sessions
from mediation.models import Agreement, Mediation, Signature
from parties.actions.employers import record_employer
from parties.actions.persons import record_person
from parties.models import Employer
from record.drain import drain_renders
from record.outbox import database_now
from stations.models import Organisation, User
from unionaid.demo.names import HOMES, INDUSTRIES, OWNERSHIPS, TRADES, Invented
from unionaid.demo.network import City, moment, planned
from unionaid.demo.numbers import citizen_id, credit_code
from unionaid.demo.plans import FEN

PATH = ("enquiry", "applied", "accepted", "assigned", "in_mediation", "agreed", "performing", "closed")
WHY_OTHERWISE = ("worker_wish", "worker_wish", "arranged", "tried")
FIRST_PART = Decimal("0.4")  # of what is promised in two instalments
OFFERED = Decimal("0.7")  # of what is claimed, by an employer who does not agree yet
LATELY = timedelta(days=10)
SPOKEN_FOR = "参加调解、递交和领取文书；变更、放弃请求或者达成和解，由本人签名"
WISHES = {
    Wish.AGREES: slice(0, 31),
    Wish.REFUSES: slice(31, 34),
}  # of a group in hand; the others were not asked yet
TAKES = {"to_arbitration": "arbitration", "to_inspection": "hr_bureau"}


@dataclass
class Story:
    """One case: `to` is the state it reaches, `days_ago` when the worker came, `wage` × `months` the claim.

    `agreed` yuan are promised in two instalments, the first paid (`default`: the second is overdue), or,
    when the story goes on to `closed`, in one that is paid. `contractor`: the general contractor pays.
    `refer`: a kind of Referral by which it went to a partner lately, who has `taken` it.
    """

    place: str
    to: str
    days_ago: int
    summary: str
    wage: int = 5200
    months: int = 3
    item: str = "wage_arrears"
    tags: tuple[str, ...] = ("migrant_worker",)
    agreed: Decimal = Decimal(0)
    default: bool = False
    heads: int = 1
    contractor: bool = False
    source: str = "application"
    closed_after: int = 30
    refer: str = ""
    taken: bool = False
    details: dict = field(default_factory=dict)


class Live:
    """Runs stories for one city; every act is by the person of the station whose turn it is."""

    def __init__(self, city: City, invented: Invented, as_of: date):
        self.city, self.invented, self.as_of = city, invented, as_of
        self.serial, self.decided = count(1), count()
        self.half_done: list[tuple[Story, Agreement]] = []

    def run(self, story: Story) -> Case:
        """Run one story up to 定稿; those that go on wait in `half_done` until their print is there."""
        place = self.city.places[story.place]
        day = self.as_of - timedelta(days=story.days_ago)
        case = self._register(story, place, day)
        if story.to != "enquiry":
            self._handle(case, story, place, day)
        return case

    def _handle(self, case, story, place, day):
        clerk, mediator, second = self._staff(place)
        at = moment(day, 10)
        steps = PATH.index(story.to)
        enquiry.promote(case, by=clerk, on=day, at=at)
        if steps >= PATH.index("accepted"):
            body = self.city.bodies[place.pk]
            acceptance.request_acceptance(case, body=body, source=story.source, by=clerk, at=at)
            acceptance.accept(case, by=second, on=day, at=moment(day, 14))
        if steps >= PATH.index("assigned"):
            assigner = self.city.log_ins["dispatcher"]
            assignment.assign(case, mediator=mediator, by=assigner, on=day, at=moment(day, 15))
        if steps >= PATH.index("in_mediation"):
            self._mediate(case, story, mediator, day)
        if steps >= PATH.index("agreed"):
            self.half_done.append((story, self._agree(case, story, mediator, day + timedelta(days=3))))
        if story.refer:
            self._refer(Case.objects.get(pk=case.pk), story, mediator)

    def _register(self, story, place, day):
        clerk = self._staff(place)[0]
        at = moment(day)
        employer = self.employer(clerk, at)
        details = {
            "summary": story.summary, "employment": "left", "left_on": day - timedelta(days=40),
            "knew_on": day - timedelta(days=40), "inspection_warning_given": True, "aid_form": "mediation",
            **story.details,
        }  # fmt: skip
        workers = [
            enquiry.Worker(
                self.person(clerk, day),
                tags=story.tags,
                union_member=self.invented.random.random() < 0.4,
                job=self.invented.random.choice(TRADES),
                claims=[claim],
            )
            for claim in self._claims(story)
        ]
        case = enquiry.register(
            enquiry.Matter(workers=workers, employers=[employer], details=details),
            organisation=place, by=clerk, on=day, at=at,
        )  # fmt: skip
        if story.heads >= 10:
            self._gather(case, clerk, day)
        if story.contractor:
            payer = self.employer(clerk, at)
            Party.objects.create(
                case=case,
                role=PartyRole.PAYER,
                employer=payer,
                name=payer.name,
                ground="施工总承包单位先行清偿",
            )
        self._decide(case, story, clerk, day)
        return case

    def _gather(self, case, clerk, day):
        """A group has its three representatives; of one that came lately most are willing and some are not."""
        crew = list(Party.objects.filter(case=case, role=PartyRole.APPLICANT).order_by("pk"))
        now = {"by": clerk, "on": day, "at": moment(day)}
        members.elect(case, crew[:3], scope=SPOKEN_FOR, **now)
        if day > self.as_of - LATELY:
            for wish, some in WISHES.items():
                members.record_wishes(case, crew[some], wish, **now)
            groups.alarm(case, by=clerk, at=moment(day))

    def _decide(self, case, story, clerk, day):
        """The interview at the window: mediation here, or advice only, with the reason where another way was
        recommended."""
        answers = answers_of(case, on=day)
        ways = [route.code for route in outlook(answers, on=day, region=case.organisation.region).routes]
        here = "quick_centre" if story.place == "quick" else "station_mediation"
        way = here if story.to != "enquiry" and here in ways else ways[0]
        reason = WHY_OTHERWISE[next(self.decided) % len(WHY_OTHERWISE)]
        triage.decide(
            case, triage.Decision(answers, way, reason, warned=True), by=clerk, on=day, at=moment(day)
        )

    def _claims(self, story):
        """One claim for each worker: months × wage, or for a group that settled an equal share of what is agreed."""
        if story.heads > 1 and story.agreed:
            return [enquiry.ClaimLine(story.item, amount=share) for share in shares_of(story)]
        return [
            enquiry.ClaimLine(story.item, Decimal(story.months), "month", Decimal(wage))
            for wage in wages_of(story)
        ]

    def _mediate(self, case, story, mediator, day):
        """Taken, and met two days later; where that was not the end, the next session is still to come."""
        at = moment(day, 16)
        running = mediation.take(case, tie="与双方当事人均无利害关系", by=mediator, on=day, at=at)
        mediation.employer_consents(running, by=mediator, on=day, at=at)
        met_on = day + timedelta(days=2)
        session = self._schedule(running, met_on, at=at)
        if met_on >= self.as_of:
            return
        went_on = story.to == "in_mediation"
        result = "双方到场，金额尚有分歧，约定再谈" if went_on else "双方到场，就金额和付款日期达成一致"
        guests = {session.attendances.get().pk: sessions.Presence(present=True, identity_checked=True)}
        if story.heads == 1:
            self._talk(session, story, mediator)
        sessions.hold(session, result=result, guests=guests, by=mediator, at=session.ends_at)
        if went_on:
            self._schedule(
                running, self.as_of + timedelta(days=1 + next(self.serial) % 5), at=session.ends_at
            )

    def _talk(self, session, story, mediator):
        """What was said and offered: to an agreement, or with what each side only tells the mediator."""
        now = {"by": mediator, "at": session.starts_at}
        claim = Claim.objects.get(party__case=session.mediation.case)
        agreed = story.agreed or None
        said = [
            ("调解员", "双方到场，已核对身份、告知权利义务，双方不申请回避。"),
            ("申请人", f"{story.summary}，请求支付{claim.amount:,.2f}元。"),
            ("被申请人", "对拖欠的事实没有异议，目前资金周转困难，请求减少并分期。"),
        ]
        if agreed:
            said.append(("调解员", f"双方同意按{agreed:,.2f}元了结，分期转入职工本人账户。"))
        for speaker, text in said:
            sessions.say(session, speaker=speaker, text=text, **now)
        if not agreed:
            sessions.confide(session, side="applicant", text="急用钱，九成以上、年前付清可以接受。", **now)
            sessions.confide(session, side="respondent", text="最多承担八成，月底工程款到后才能付。", **now)
        offered = agreed or (claim.amount * OFFERED).quantize(FEN)
        amounts = {(claim.pk, "applicant"): agreed or claim.amount, (claim.pk, "respondent"): offered}
        sessions.offer(session.mediation, amounts=amounts, session=session, **now)

    def _refer(self, case, story, mediator):
        """To the partner that takes such cases, the working day before yesterday at the latest."""
        sent_on = self.as_of - timedelta(days=1 + story.taken)
        receiver = self.city.places[TAKES[story.refer]]
        sent = referral.send(
            case, kind=story.refer, receiver=receiver, sections=referral.USUAL,
            request=f"{story.summary}，调解期限届满未达成协议，请依法处理并告知结果。", basis="consent",
            consented_on=sent_on, by=mediator, on=sent_on, at=moment(sent_on, 15),
        )  # fmt: skip
        if story.taken:
            officer = self.city.log_ins["partner"]
            on = sent_on + timedelta(days=1)
            referral.accept(sent, number="示劳人仲案〔2026〕第318号", by=officer, on=on, at=moment(on, 10))

    def _schedule(self, running, day, *, at):
        start = planned(day, 9 + next(self.serial) % 7, next(self.serial) * 7 % 60)
        case = running.case
        return sessions.schedule(
            running, mode="on_site", station=case.organisation, room="第一调解室", starts_at=start,
            ends_at=start + timedelta(minutes=5), invited=[{"name": case.worker_label[:60]}],
            by=running.mediator, at=at,
        )  # fmt: skip

    def _agree(self, case, story, mediator, day):
        running = Mediation.objects.get(case=case, ended_on=None)
        workers = list(Party.objects.filter(case=case, role=PartyRole.APPLICANT))
        others = Party.objects.filter(case=case).exclude(role=PartyRole.APPLICANT)
        payer = others.order_by("-pk").first()  # the contractor, where there is one
        claims = [worker.claims.get() for worker in workers]
        shares = shares_of(story)
        second_due = self.as_of - timedelta(days=5) if story.default else self.as_of + timedelta(days=25)
        # what nobody has signed yet is not due before it is
        first_due = self.as_of + timedelta(days=8) if story.to == "agreed" else day + timedelta(days=2)
        plans = []
        for worker, share in zip(workers, shares, strict=True):
            first = (share * FIRST_PART).quantize(FEN) if story.to == "performing" else share
            plans.append(agreement.Plan(worker, payer, first_due, first))
            if first != share:
                plans.append(agreement.Plan(worker, payer, second_due, share - first))
        draft = agreement.draft(
            running, granted=dict(zip(claims, shares, strict=True)), plans=plans, by=mediator,
            at=moment(day), facts=f"双方确认：{story.summary}。", low_total_reason="职工自愿，尽快拿到现款",
        )  # fmt: skip
        agreement.finalise(draft, by=mediator, on=day, at=moment(day, 15))
        return draft

    def seal_all(self) -> None:
        """Print what was finalised, then sign, seal and pay what the stories say."""
        print_all()
        for story, draft in self.half_done:
            if story.to in ("performing", "closed"):
                self._perform(story, Agreement.objects.get(pk=draft.pk))
            if story.to == "closed":
                self._close(draft.case, story)

    def _perform(self, story, draft):
        case, paper = draft.case, draft.paper
        day = paper.finalised_on
        _clerk, mediator, second = self._staff(case.organisation)
        for party in Party.objects.filter(case=case):
            way = Signature.Way.SEAL if party.employer_id else Signature.Way.HAND
            agreement.sign(draft, party=party, way=way, signed_on=day, by=mediator, at=moment(day, 16))
        agreement.sign(
            draft, party=None, mediator=mediator, capacity=Signature.Capacity.MEDIATOR, way=Signature.Way.HAND,
            signed_on=day, by=mediator, at=moment(day, 16),
        )  # fmt: skip
        agreement.seal(draft, original=paper.file, by=second, on=day, at=moment(day, 17))
        case.refresh_from_db()
        paid_on = day + timedelta(days=2)
        for instalment in case.instalments.filter(due_on=paid_on).select_related("party", "payer"):
            ledger.receive(
                case, party=instalment.party, amount=instalment.amount, occurred_on=paid_on, manner="transfer",
                instalment=instalment, payer=instalment.payer, confirmed="phone", by=mediator,
                at=moment(paid_on),
            )  # fmt: skip
            case.refresh_from_db()
        if story.default:
            late = self.as_of - timedelta(days=2)
            ledger.default(case, by=mediator, on=late, at=moment(late))

    def _close(self, case, story):
        """Close a performed case by two people, its call-backs done."""
        case = Case.objects.get(pk=case.pk)
        day = case.received_on + timedelta(days=story.closed_after)
        clerk, _mediator, second = self._staff(case.organisation)
        case.call_backs.filter(done_on=None).update(done_on=day, reached=True, satisfaction=5, done_by=clerk)
        closing.request_closing(case, reason="performed_in_full", by=clerk, at=moment(day))
        closing.close(case, by=second, on=day, at=moment(day, 11))
        asked = day + timedelta(days=closing.CALL_BACK_DAYS)
        if asked < self.as_of:
            case.call_backs.filter(done_on=None).update(
                done_on=asked, reached=True, satisfaction=5, done_by=clerk
            )

    def person(self, by: User, day: date):
        """A registered worker with a checked (invented) identity card and a bank account."""
        return record_person(
            name=self.invented.person(), phone=self.invented.phone(), seen_original=True, by=by, on=day,
            at=moment(day), id_number=citizen_id(self.invented.random), bank_name="示范银行（演示）",
            bank_account=f"6200000000{self.invented.random.randrange(10**8):08d}", address="示范区示范路（演示）",
            home_place=self.invented.random.choice(HOMES),
        )  # fmt: skip

    def employer(self, by: User, at) -> Employer:
        return record_employer(
            name=self.invented.company(), by=by, at=at, credit_code=credit_code(900_000 + next(self.serial)),
            legal_representative=self.invented.person(), address="示范区示范路（演示）",
            industry=self.invented.random.choice(INDUSTRIES), ownership=self.invented.random.choice(OWNERSHIPS),
            unionised=self.invented.random.random() < 0.5,
        )  # fmt: skip

    def _staff(self, place: Organisation) -> tuple[User, User, User]:
        staff = self.city.staff[place.pk]
        return staff[0], staff[1], staff[-1]


def print_all() -> None:
    """What was ordered is printed now, as the drain would by and by."""
    while drain_renders(database_now()):
        pass


def wages_of(story: Story) -> list[int]:
    """The monthly wage of each worker of the story, in yuan: those of a group differ by their trade."""
    return [story.wage + 200 * (place % 5) for place in range(story.heads)]


def shares_of(story: Story) -> list[Decimal]:
    """What each worker of the story is granted: equal to the fen, the first takes the rest."""
    share = (story.agreed / story.heads).quantize(FEN)
    return [story.agreed - share * (story.heads - 1), *[share] * (story.heads - 1)]
