"""The conflict check 利益冲突审查: both sides, the lawyer and the mediator, before anybody takes a case.

It finds and shows; whether a tie matters is for a person to say. What bars is only what the law or the
roster says: whoever advises the other side, or acted for it, does not represent the worker.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from parties.models import ChainLink, Employer, Person
from parties.names import plain
from parties.scope import cases, places
from stations.models import RosterEntry, User

SHOWN = 20

SENTENCES = {
    "advises": _("%(who)s advises %(employer)s, which is on the other side."),
    "advises_chain": _("%(who)s advises %(employer)s, which stands in the chain of %(project)s."),
    "acted": _("%(who)s stood as agent of %(employer)s in %(n)s cases."),
    "namesake": _(
        "%(who)s bears the name of %(other)s (%(role)s): check whether it is the same person or a relative."
    ),
    "both_sides": _("%(who)s is a worker in one case and on the other side in another."),
    "again": _("%(who)s and %(employer)s already meet in another case: it may be the same matter."),
    "handled": _("%(who)s handled %(n)s cases of these parties before."),
}
BARS = ("advises", "advises_chain", "acted")


@dataclass(frozen=True)
class Finding:
    """One tie: `code` of SENTENCES with its parameters; `bars` where the person must not take the case."""

    code: str
    params: dict

    @property
    def bars(self) -> bool:
        return self.code in BARS

    def __str__(self):
        return str(SENTENCES[self.code]) % self.params


@dataclass(frozen=True)
class Known:
    """Where one person or employer occurs: `seen` are the reader's cases, `hidden` counts the others."""

    name: str
    kind: str
    seen: list
    hidden: int
    links: list = field(default_factory=list)


@dataclass(frozen=True)
class Check:
    findings: list[Finding]
    known: list[Known]

    @property
    def bars(self) -> bool:
        return any(finding.bars for finding in self.findings)


def check(
    *, people: Sequence[Person] = (), employers: Sequence[Employer] = (), lawyer: User | None = None,
    mediator: User | None = None, user: User, at: datetime,
) -> Check:  # fmt: skip
    """Every tie between these people, employers, the lawyer and the mediator, and where each occurs.

    `user` and `at` decide which cases are shown; the others are only counted.
    """
    known = [_known("person", one, user, at) for one in people]
    known += [_known("employer", one, user, at) for one in employers]
    sides = [*findings(people=people, employers=employers, lawyer=lawyer, mediator=mediator)]
    return Check([*sides, *_on_both_sides(people), *_again(people, employers)], known)


def findings(
    *, people: Sequence[Person], employers: Sequence[Employer], lawyer: User | None = None,
    mediator: User | None = None, but: int | None = None,
) -> list[Finding]:  # fmt: skip
    """The ties of a lawyer and a mediator to these people and employers. `but`: the id of the case they are
    asked about, in which a mediator naturally handles these parties."""
    chain = _chain(employers)
    ours = [one for one in (lawyer, mediator) if one]
    return [
        *(finding for one in ours for finding in _advises(one, employers, chain)),
        *(finding for one in ours for finding in _acted(one, employers)),
        *_namesakes(ours, people, employers, chain),
        *(_handled(mediator, people, employers, but) if mediator else ()),
    ]


def _chain(employers) -> list[ChainLink]:
    """The other links of every project in which one of `employers` stands."""
    mine = ChainLink.objects.filter(employer__in=employers).values("project")
    others = ChainLink.objects.filter(project__in=mine).exclude(employer__in=employers)
    return list(others.select_related("project", "employer"))


def _advises(lawyer, employers, chain) -> Iterator[Finding]:
    entry = RosterEntry.objects.filter(user=lawyer).first()
    advised = {plain(line) for line in entry.advises.splitlines() if line.strip()} if entry else set()
    for employer in employers:
        if advised & {plain(name) for name in (employer.name, *employer.former_names)}:
            yield Finding("advises", {"who": str(lawyer), "employer": employer.name})
    for link in chain:
        if plain(link.employer.name) in advised:
            params = {"who": str(lawyer), "employer": link.employer.name, "project": link.project.name}
            yield Finding("advises_chain", params)


def _acted(user, employers) -> Iterator[Finding]:
    """Whoever stood as agent of an employer of the other side, in this case or any other."""
    for employer in employers:
        n = employer.parties.filter(agent_name=user.full_name).values("case").distinct().count()
        if n:
            yield Finding("acted", {"who": str(user), "employer": employer.name, "n": n})


def _namesakes(users, people, employers, chain) -> Iterator[Finding]:
    """Names that stand twice: one of ours and a party, or a worker and somebody of the other side."""
    ours = [(user.full_name, str(user)) for user in users]
    theirs = [(person.name, person.name) for person in people]
    officers = [*_officers(employers), *((link.labour_officer, _("labour-pay officer")) for link in chain)]
    for name, shown in ours:
        yield from _same(name, shown, [*((person.name, _("worker")) for person in people), *officers])
    for name, shown in theirs:
        yield from _same(name, shown, officers)


def _officers(employers):
    for employer in employers:
        yield employer.legal_representative, _("legal representative")
        yield employer.contact_name, _("contact person")
        if employer.kind == Employer.EmployerKind.INDIVIDUAL:
            yield employer.name, _("individual employer")


def _same(name, shown, others) -> Iterator[Finding]:
    for other, role in others:
        if other and plain(other) == plain(name):
            yield Finding("namesake", {"who": shown, "other": other, "role": role})


def _on_both_sides(people) -> Iterator[Finding]:
    for person in people:
        roles = set(person.parties.values_list("role", flat=True))
        if "applicant" in roles and roles - {"applicant", "third_party"}:
            yield Finding("both_sides", {"who": person.name})


def _again(people, employers) -> Iterator[Finding]:
    """The same two sides in more than one case."""
    pairs = (
        places().objects.filter(person__in=people, case__parties__employer__in=employers)
        .values("person__name", "case__parties__employer__name")
        .annotate(n=Count("case", distinct=True)).filter(n__gt=1)
    )  # fmt: skip
    for pair in pairs:
        params = {"who": pair["person__name"], "employer": pair["case__parties__employer__name"]}
        yield Finding("again", params)


def _handled(mediator, people, employers, but) -> Iterator[Finding]:
    sides = Q(parties__person__in=people) | Q(parties__employer__in=employers)
    n = cases().objects.filter(sides, handler=mediator).exclude(pk=but).distinct().count()
    if n:
        yield Finding("handled", {"who": str(mediator), "n": n})


def _known(kind, row, user, at) -> Known:
    mine = cases().objects.filter(parties__in=row.parties.all()).distinct()
    seen = mine.filter(pk__in=cases().objects.visible_to(user, at)).order_by("-pk")
    links = row.project_links.select_related("project") if kind == "employer" else []
    return Known(row.name, kind, list(seen[:SHOWN]), mine.count() - seen.count(), list(links))
