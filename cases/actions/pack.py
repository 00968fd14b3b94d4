"""The default pack: a paper for the way the worker chooses is numbered and printed. The case moves only by its own
verbs, when somebody says so."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from cases import pack
from cases.actions import papers
from cases.models import Case, Paper
from record.refusals import Refused
from stations.models import User


@transaction.atomic
def prepare(
    case: Case, kind: str, *, addressed_to: str, facts: Sequence[str], accelerated: bool,
    conditions: Sequence[str], by: User, on: date, at: datetime,
) -> Paper:  # fmt: skip
    """Number and print the paper `kind` (one of cases.papers.pleadings.KINDS) from the case and its ledger.

    Raises Refused where nothing is due that could be asked for, and PaperRefused with everything the paper lacks.
    """
    made = pack.context(
        case, kind, addressed_to=addressed_to, facts=list(facts), accelerated=accelerated,
        conditions=list(conditions), by=by.full_name, on=on,
    )  # fmt: skip
    if "owed" not in made:
        raise Refused("pack.nothing_due", _("Nothing is due yet that could be asked for."))
    return papers.finalise(case, kind, made, series=case.organisation.series, by=by, on=on, at=at)
