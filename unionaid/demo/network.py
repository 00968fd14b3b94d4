"""The demo city's organisations, mediation bodies and people."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from stations.actions.network import add_mediation_body, open_organisation
from stations.actions.people import settle
from stations.models import Kind, MediationBody, Membership, Organisation, Role, RosterEntry, User
from unionaid.demo.names import POINTS, STATIONS, Invented

OPENED = date(2020, 1, 2)
STATIONS_OPENED = date(2021, 1, 4)

# Log-in, name, where, post. The log-ins stand in the README.
LOG_INS = [
    ("clerk", "周敏", "海棠街道", Role.CLERK),
    ("mediator", "林秀云", "海棠街道", Role.MEDIATOR),
    ("dispatcher", "郑立", "centre", Role.DISPATCHER),
    ("office", "吴倩", "federation", Role.DISPATCHER),
    ("leader", "钱伟", "federation", Role.LEADER),
    ("chair", "宋国梁", "federation", Role.LEADER),
    ("lawyer", "何正", "law_firm", Role.LAWYER),
    ("partner", "高原", "arbitration", Role.PARTNER),
    ("sysadmin", "罗平", "federation", Role.SYSADMIN),
    ("secadmin", "范安", "federation", Role.SECADMIN),
    ("auditor", "蔡明", "federation", Role.AUDITOR),
]

PARTNERS = [
    ("court", Kind.COURT, "示范区人民法院（演示）", "区法院"),
    ("arbitration", Kind.ARBITRATION, "示范区劳动人事争议仲裁委员会（演示）", "区仲裁委"),
    ("hr_bureau", Kind.HR_BUREAU, "示范区人力资源和社会保障局（演示）", "区人社局"),
    ("procuratorate", Kind.PROCURATORATE, "示范区人民检察院（演示）", "区检察院"),
    ("justice_bureau", Kind.JUSTICE_BUREAU, "示范区司法局（演示）", "区司法局"),
    ("law_firm", Kind.LAW_FIRM, "示正律师事务所（演示）", "示正律所"),
]


@dataclass
class City:
    """The settled network: organisations by key or short name, bodies by organisation id, staff by station."""

    places: dict[str, Organisation] = field(default_factory=dict)
    bodies: dict[int, MediationBody] = field(default_factory=dict)
    staff: dict[int, list[User]] = field(default_factory=dict)
    log_ins: dict[str, User] = field(default_factory=dict)

    @classmethod
    def of_database(cls) -> "City":
        """The city as it was settled before."""
        city = cls()
        for place in Organisation.objects.all():
            city.places[place.short_name] = place
        city.bodies = {body.organisation_id: body for body in MediationBody.objects.all()}
        posts = Membership.objects.filter(role__in=(Role.CLERK, Role.MEDIATOR), until=None).order_by("pk")
        for post in posts.select_related("user"):
            city.staff.setdefault(post.organisation_id, []).append(post.user)
        return city

    @property
    def stations(self) -> list[Organisation]:
        return [self.places[name] for name, _weight in STATIONS]


def planned(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """An aware moment on `day`, by the clock of Shanghai (UTC+8 all year)."""
    return datetime(day.year, day.month, day.day, hour - 8, minute, tzinfo=UTC)


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """The same of something that happened; of today none that is still to come: nobody sees a case before its moment,
    while the figures count it."""
    then = planned(day, hour, minute)
    return min(then, timezone.now()) if day == timezone.localdate() else then


def settle_network(password: str, invented: Invented) -> City:
    """Open the network, its bodies and partners, and appoint everybody; `password` opens the log-ins."""
    city = City()
    federation = _open(
        city, "federation", Kind.FEDERATION, None, "示范区总工会（演示）", "示范区总工会", "示总"
    )
    centre = _open(
        city, "centre", Kind.CENTRE, federation, "示范区职工法律服务中心（演示）", "区中心", "示中",
        body="示范区总工会劳动争议调解中心（演示）", body_kind="industry",
    )  # fmt: skip
    _open(
        city, "quick", Kind.JOINT_CENTRE, centre, "农民工欠薪案件联合速调中心（演示）", "速调中心", "示速",
        body="示范区农民工欠薪案件联合速调中心调解委员会（演示）", body_kind="multi_level",
    )  # fmt: skip
    for name, _weight in STATIONS:
        _open(
            city, name, Kind.STATION, centre, f"{name}职工法律服务工作站（演示）", name, f"示{name[:2]}",
            body=f"{name}劳动争议调解委员会（演示）", body_kind="town", on=STATIONS_OPENED,
        )  # fmt: skip
    hosts = ["海棠街道", "港城街道", "柳林街道", "云台街道", "白沙街道", "银滩街道"]
    for name, host in zip(POINTS, hosts, strict=True):
        _open(
            city, name, Kind.POINT, city.places[host], f"{name}职工法律服务点（演示）", name, f"示{name[:4]}",
            on=STATIONS_OPENED,
        )  # fmt: skip
    for key, kind, name, short in PARTNERS:
        _open(city, key, kind, None, name, short, "")
    _appoint_log_ins(city, make_password(password))
    _appoint_staff(city, invented)
    return city


def _open(city, key, kind, parent, name, short, series, *, body="", body_kind="", on=OPENED):
    at = moment(on)
    place = open_organisation(
        kind=kind, parent=parent, name=name, short_name=short, series=series, phone="0532-0000-12351",
        address="示范区示范路 1 号（演示）", by=None, on=on, at=at,
    )  # fmt: skip
    city.places[key] = place
    if body:
        city.bodies[place.pk] = add_mediation_body(
            place, kind=body_kind, name=body, series=f"{series}", seal_name=body.replace("（演示）", ""),
            region="370000", by=None, on=on, at=at,
        )  # fmt: skip
    return place


def _appoint_log_ins(city, password):
    for username, name, where, role in LOG_INS:
        user = _person(username, name, password)
        city.log_ins[username] = user
        settle(user, organisation=city.places[where], role=role, on=OPENED, at=moment(OPENED))
        if role in (Role.CLERK, Role.MEDIATOR):
            city.staff.setdefault(city.places[where].pk, []).append(user)
    RosterEntry.objects.create(
        user=city.log_ins["lawyer"], kind=RosterEntry.LawyerKind.PUBLIC_INTEREST, since=OPENED,
        licence_number="13702DEMO00000001", advises="示盛建筑工程有限公司（演示）",
    )  # fmt: skip


def _appoint_staff(city, invented):
    """Everybody else works here but has no password: they are there to be assigned and to have acted."""
    at = moment(STATIONS_OPENED)
    for place in [*city.stations, city.places["quick"], city.places["centre"]]:
        known = len(city.staff.get(place.pk, []))
        roles = [Role.CLERK, Role.MEDIATOR, Role.MEDIATOR][known:] or [Role.MEDIATOR]
        for number, role in enumerate(roles, 1):
            user = _person(f"p{place.pk}-{number}", invented.person(), "!")
            settle(user, organisation=place, role=role, on=STATIONS_OPENED, at=at)
            city.staff.setdefault(place.pk, []).append(user)
    for key, _kind, _name, _short in PARTNERS[:-1]:
        if key != "arbitration":
            user = _person(f"officer-{key}", invented.person(), "!")
            settle(user, organisation=city.places[key], role=Role.PARTNER, on=OPENED, at=moment(OPENED))


def _person(username, name, password):
    return User.objects.create(
        username=username, full_name=name, email=f"{username}@demo.example", password=password
    )
