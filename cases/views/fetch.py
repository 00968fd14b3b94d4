"""The door of every page under a case: found through the scope, opened as far as the person's level goes."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from cases.models import Case, CaseAccess, Claim, Evidence, LedgerEntry, Party, Referral
from stations.roles import demand
from stations.scope import organisation_ids

Level = CaseAccess.Level
SAFE = ("GET", "HEAD", "OPTIONS")


def case_or_404(request, pk: int, act: str | None = None, *, disclosed: bool | str = False) -> Case:
    """The case `pk` as `request.user` may see it now, with `level` and `sections` set on it.

    Outside the scope: 404, as if it did not exist. Inside, 403 (PermissionDenied) when

    * the role lacks `act` (stations.roles);
    * the person reads the case without working on it, and the request writes;
    * the person is a partner, who sees only what was disclosed, and the page is not for partners.
      `disclosed=True`: it is, for reading and writing; `disclosed="evidence"`: it is, for those to whom
      that section was disclosed.

    `case.level` is the highest of the person's grants (own, read, partner); `case.sections` what was
    disclosed to a partner, None for everybody else, who sees it all (ask `shows`).
    """
    now = timezone.now()
    case = (
        Case.objects.visible_to(request.user, now)
        .select_related("organisation", "handler", "mediation_body")
        .filter(pk=pk)
        .first()
    )
    if case is None:
        raise Http404
    case.level, case.sections = _access(case, request.user, now)
    if act:
        demand(request.user, act)
    if case.level == Level.PARTNER and not (disclosed is True or disclosed in case.sections):
        raise PermissionDenied("undisclosed")
    if case.level == Level.READ and request.method not in SAFE:
        raise PermissionDenied("read only")
    return case


def shows(case: Case, section: str) -> bool:
    """Whether whoever fetched `case` sees `section` of it."""
    return case.sections is None or section in case.sections


def party_of(case: Case, pk: int) -> Party:
    """A party of the case, with the person or employer behind it; 404 where it is none of this case."""
    return _of(case, case.parties.select_related("person", "employer"), pk)


def claim_of(case: Case, pk: int) -> Claim:
    """A claim line of the case, with its worker; else 404."""
    return get_object_or_404(Claim.objects.select_related("party"), pk=pk, party__case=case)


def evidence_of(case: Case) -> QuerySet[Evidence]:
    """The evidence that whoever fetched `case` may open: a partner none that names people of other cases."""
    rows = case.evidence.all()
    return rows.of_this_case_alone() if case.level == Level.PARTNER else rows


def entry_of(case: Case, pk: int) -> LedgerEntry:
    """An entry of the ledger of the case, with worker and instalment; else 404."""
    return _of(case, case.entries.select_related("party", "instalment"), pk)


def referral_of(case: Case, pk: int) -> Referral:
    """A referral of the case, with both bodies; else 404."""
    return _of(case, case.referrals.select_related("sender", "receiver"), pk)


def _of(case, rows, pk):
    """The row, holding the very case that was fetched: one copy of it in memory."""
    row = get_object_or_404(rows, pk=pk)
    row.case = case
    return row


def _access(case, user, at):
    """The highest level of the grants of `user`, and the sections disclosed where that is *partner*."""
    mine = organisation_ids(user, timezone.localdate(at))
    grants = CaseAccess.objects.in_force(at).filter(case=case, organisation_id__in=mine)
    found = list(grants.values_list("level", "fields"))
    for level in (Level.OWN, Level.READ):
        if any(granted == level for granted, _fields in found):
            return level, None
    return Level.PARTNER, frozenset(section for _level, fields in found for section in fields)
