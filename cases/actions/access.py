"""Who sees a case: the rows that verbs write when a case is opened, handed on, or shown to a partner."""

from datetime import datetime

from cases.models import Case, CaseAccess
from stations.models import Organisation


def begin(case: Case, organisation: Organisation, *, at: datetime) -> CaseAccess:
    """`organisation` works on a case that was made this moment: the first row there is of it."""
    return CaseAccess.objects.create(
        case=case, organisation=organisation, level=CaseAccess.Level.OWN, since=at, origin="owner"
    )


def own(case: Case, organisation: Organisation, *, at: datetime) -> CaseAccess:
    """`organisation` works on `case` from `at`; whoever did so before keeps sight of it.

    A row is unique on (case, organisation, origin), so a case that comes back finds its old row.
    """
    CaseAccess.objects.filter(case=case, level=CaseAccess.Level.OWN).exclude(
        organisation=organisation
    ).update(level=CaseAccess.Level.READ)
    row, _made = CaseAccess.objects.update_or_create(
        case=case,
        organisation=organisation,
        origin="owner",
        defaults={"level": CaseAccess.Level.OWN, "until": None},
        create_defaults={"level": CaseAccess.Level.OWN, "since": at},
    )
    return row


def disclose(
    case: Case, organisation: Organisation, *, sections: list[str], origin: str, at: datetime
) -> CaseAccess:
    """Show `sections` of `case` to a partner body, for the reason named by `origin` (`referral:12`)."""
    row, _made = CaseAccess.objects.update_or_create(
        case=case,
        organisation=organisation,
        origin=origin,
        defaults={"level": CaseAccess.Level.PARTNER, "fields": sections, "until": None},
        create_defaults={"level": CaseAccess.Level.PARTNER, "fields": sections, "since": at},
    )
    return row


def withdraw(case: Case, *, origin: str, at: datetime) -> None:
    """End the grants made for `origin` at the moment `at`."""
    CaseAccess.objects.filter(case=case, origin=origin, until=None).update(until=at)
