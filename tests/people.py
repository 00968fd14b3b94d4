"""The cast: one small city whose people every test knows by name.

示范区总工会 (qian leads) has one centre (zheng dispatches) and two street stations: haitang (zhou at
the window, lin and sun mediate) and liulin (wei mediates, tang at the window). Beside them stand the
arbitration commission (gao), the court (xu), the HR bureau (meng) and a law firm (he). luo, fan and cai
are the three administrators. deng holds every right except a post in force: suspended.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.db import connection

from cases.actions import acceptance, assignment, enquiry, ledger
from cases.models import Evidence, Paper
from parties.models import Employer, Person
from record.files import store
from stations.models import (
    Kind,
    MediationBody,
    Membership,
    Organisation,
    OrganisationName,
    Role,
    User,
)

OPENED = date(2020, 1, 2)
MONDAY = date(2026, 3, 2)
PASSWORD = "correct horse battery staple"


def morning(day):
    """Nine o'clock in Shanghai on `day`, as the aware datetime verbs want; now, while today is younger than that."""
    return min(datetime(day.year, day.month, day.day, 1, tzinfo=UTC), datetime.now(UTC))


@dataclass
class City:
    places: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)
    bodies: dict = field(default_factory=dict)

    def __getattr__(self, name):
        for kept in ("people", "places", "bodies"):
            if name in self.__dict__.get(kept, {}):
                return self.__dict__[kept][name]
        raise AttributeError(name)

    def everyone(self):
        return self.people.values()


PLACES = [
    ("federation", Kind.FEDERATION, None, "示范区总工会（演示）", "示范区总工会", "示范工"),
    ("centre", Kind.CENTRE, "federation", "示范区职工法律服务中心（演示）", "区中心", "示范中"),
    ("haitang", Kind.STATION, "centre", "海棠街道职工法律服务工作站（演示）", "海棠街道", "海棠"),
    ("liulin", Kind.STATION, "centre", "柳林街道职工法律服务工作站（演示）", "柳林街道", "柳林"),
    ("point", Kind.POINT, "haitang", "海棠软件园职工法律服务点（演示）", "软件园点", "软件园"),
    ("arbitration", Kind.ARBITRATION, None, "示范区劳动人事争议仲裁委员会（演示）", "区仲裁委", ""),
    ("court", Kind.COURT, None, "示范区人民法院（演示）", "区法院", ""),
    ("hr", Kind.HR_BUREAU, None, "示范区人力资源和社会保障局（演示）", "区人社局", ""),
    ("firm", Kind.LAW_FIRM, None, "示正律师事务所（演示）", "示正律所", ""),
]

PEOPLE = [
    ("zhou", "周敏", "haitang", Role.CLERK),
    ("lin", "林秀云", "haitang", Role.MEDIATOR),
    ("sun", "孙静", "haitang", Role.MEDIATOR),
    ("tang", "唐燕", "liulin", Role.CLERK),
    ("wei", "魏东", "liulin", Role.MEDIATOR),
    ("zheng", "郑立", "centre", Role.DISPATCHER),
    ("qian", "钱伟", "federation", Role.LEADER),
    ("gao", "高原", "arbitration", Role.PARTNER),
    ("xu", "徐宁", "court", Role.PARTNER),
    ("meng", "孟洁", "hr", Role.PARTNER),
    ("he", "何律", "firm", Role.LAWYER),
    ("luo", "罗系", "federation", Role.SYSADMIN),
    ("fan", "范安", "federation", Role.SECADMIN),
    ("cai", "蔡审", "federation", Role.AUDITOR),
]


def settle_city() -> City:
    """Write the city to the database, in as few statements as it takes. Passwords are all `PASSWORD`."""
    city = City(places=settle_places(PLACES))
    posts = [(*row, None) for row in PEOPLE] + [("deng", "邓前", "haitang", Role.MEDIATOR, date(2025, 1, 1))]
    password = make_password(PASSWORD)
    city.people = {
        key: User(username=key, full_name=name, email=f"{key}@example.org", password=password)
        for key, name, *_post in posts
    }
    User.objects.bulk_create(city.people.values())
    Membership.objects.bulk_create(
        Membership(
            user=city.people[key], organisation=city.places[where], role=role, since=OPENED, until=until
        )
        for key, _name, where, role, until in posts
    )
    for key in ("haitang", "liulin"):
        city.bodies[f"{key}_body"] = MediationBody(
            organisation=city.places[key], kind="town",
            name=f"{city.places[key].short_name}劳动争议调解委员会（演示）",
            series=f"{city.places[key].series}示调",
            seal_name=f"{city.places[key].short_name}劳动争议调解委员会",
            since=OPENED,
        )  # fmt: skip
    MediationBody.objects.bulk_create(city.bodies.values())
    return city


def settle_places(rows, above=None):
    """{key: organisation} for rows like `PLACES`; `above`: organisations that stand, by key."""
    made = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('stations_organisation', 'id')) FROM generate_series(1, %s)",
            [len(rows)],
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    for pk, (key, kind, parent, name, short, series) in zip(ids, rows, strict=True):
        over = {**(above or {}), **made}.get(parent)
        made[key] = Organisation(
            pk=pk, kind=kind, parent=over, name=name, short_name=short, series=series, opened_on=OPENED,
            depth=over.depth + 1 if over else 1, path=f"{over.path if over else ''}{pk}/",
            address="示范路1号（演示）", phone="0532-0000-1234",
        )  # fmt: skip
    Organisation.objects.bulk_create(made.values())
    OrganisationName.objects.bulk_create(
        OrganisationName(organisation=one, name=one.name, short_name=one.short_name, since=OPENED)
        for one in made.values()
    )
    return made


def place(kind, parent, name, short, series):
    return settle_places([("here", kind, "above", name, short, series)], {"above": parent})["here"]


def worker(name="刘长顺", **fields):
    known = {"sex": "male", "born_on": date(1985, 3, 6), "home_place": "山东沂水", "initials": ["lcs"]}
    return Person.objects.create(name=name, **known | fields)


def employer(name="青岛示固劳务有限公司（演示）", **fields):
    known = {"industry": "建筑业", "ownership": "私营", "unionised": False}
    return Employer.objects.create(name=name, **known | fields)


def an_enquiry(city, *, on=MONDAY, by=None, at_station=None, **details):
    """A worker who left his job two months ago asks for 3 × ¥5,200 of wages."""
    details = {
        "summary": "拖欠三个月工资", "employment": "left", "left_on": on - timedelta(days=60),
        "inspection_warning_given": True, **details,
    }  # fmt: skip
    wages = enquiry.ClaimLine("wage_arrears", Decimal(3), "month", Decimal("5200.00"))
    return enquiry.register(
        enquiry.Matter(
            workers=[enquiry.Worker(worker(), tags=["migrant_worker"], union_member=False, claims=[wages])],
            employers=[employer()],
            details=details,
        ),
        organisation=at_station or city.haitang,
        by=by or city.zhou,
        on=on,
        at=morning(on),
    )


def a_case(city, *, on=MONDAY, **details):
    """The same, made a case on the same day."""
    return enquiry.promote(an_enquiry(city, on=on, **details), by=city.zhou, on=on, at=morning(on))


def an_accepted_case(city, *, on=MONDAY, **details):
    case = a_case(city, on=on, **details)
    acceptance.request_acceptance(
        case, body=city.haitang_body, source="application", by=city.zhou, at=morning(on)
    )
    return acceptance.accept(case, by=city.sun, on=on, at=morning(on))


def an_assigned_case(city, *, on=MONDAY, **details):
    return assignment.assign(
        an_accepted_case(city, on=on, **details), mediator=city.lin, by=city.zheng, on=on, at=morning(on)
    )


def a_performing_case(city, payments=(("8000.00", 10), ("7600.00", 40)), *, on=MONDAY, **details):
    """The same, agreed and in force on `on`: `payments` are (yuan, days after `on`), paid by the employer."""
    case = an_assigned_case(city, on=on, **details)
    case.move("take", by=city.lin, at=morning(on))
    case.move("agree", by=city.lin, at=morning(on))
    party, payer = case.parties.order_by("pk")
    plan = [
        ledger.Payment(party, payer, on + timedelta(days=days), Decimal(amount)) for amount, days in payments
    ]
    granted = {party.claims.get(): sum(payment.amount for payment in plan)}
    return ledger.settle(
        case, paper=a_paper(city, case, on=on), granted=granted, payments=plan, effective_on=on, by=city.sun,
        at=morning(on),
    )  # fmt: skip


def a_paper(city, case, *, kind="mediation_agreement", on=MONDAY):
    """A sealed paper as the printer and the second person leave it."""
    place = f"{case.pk}-{case.papers.count() + 1}"
    return Paper.objects.create(
        case=case, kind=kind, state="sealed", number=f"演示{place}", verify_code=f"p{place}", template="",
        context="", text="", text_hash="0" * 64, finalised_by=city.lin, finalised_on=on,
        finalised_at=morning(on), sealed_by=city.sun, sealed_on=on,
        file=store(b"%PDF-1.4 demo", name="paper.pdf", media_type="application/pdf", by=city.lin),
    )  # fmt: skip


def a_scan(case, *, kind="bank_slip", party=None, by=None, on=MONDAY):
    """A piece of evidence with bytes of its own."""
    by = by or case.opened_by
    stored = store(b"%PDF-1.4 demo", name="scan.pdf", media_type="application/pdf", by=by)
    return Evidence.objects.create(
        case=case, party=party, kind=kind, title=kind, file=stored, received_on=on, by=by
    )
