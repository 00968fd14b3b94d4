"""The demo city adds up to the published figures of the programme it follows, to the fen."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone

from cases.models import Case, Referral
from mediation.models import PlannedInstalment, Session
from record.invariants import states_follow_from_events
from reports import figures, rollup
from reports.models import Evaluation, Sheet
from stations.models import Organisation
from unionaid.demo.network import moment

AS_OF = date(2026, 11, 20)


@pytest.mark.django_db
def test_the_city_is_the_one_that_was_promised(settings, tmp_path):
    settings.DATA = tmp_path
    call_command("demo", as_of=AS_OF, verbosity=0)
    federation = Organisation.objects.get(kind="federation")
    stations = Organisation.objects.filter(kind="station")
    scope = figures.Scope(
        federation, tuple(row.pk for row in stations), date(2021, 1, 1), AS_OF, is_whole=False
    )
    sums = figures.Sums.of(scope)

    assert (len(stations), Organisation.objects.filter(kind="point").count()) == (23, 6)
    assert figures.workers_served(scope) == 5893
    assert (figures.aid(sums), figures.accepted(sums), figures.handled(sums)) == (1276, 1276, 1251)
    assert figures.handling_rate(sums, 0).value == Decimal("98.04")
    assert figures.received_money(sums) == Decimal("18520000.00")
    assert figures.agreed(sums) == Decimal("20300000.00")
    assert 70 <= figures.success_rate(sums).value <= 78
    assert 3 <= figures.overdue(scope, AS_OF) <= 8
    assert (figures.final_award_rate(scope).value, figures.post_award_suit_rate(scope).value) == (
        Decimal("63.64"), Decimal("27.27"),
    )  # fmt: skip
    _the_quick_centre_is_as_told()
    _the_case_of_the_thirty_eight_is_there()
    _what_lies_on_the_desks_is_plausible()
    _the_federation_reported_with_three_hands(federation)
    assert rollup.differences() == []
    assert list(states_follow_from_events()) == []


def test_nothing_of_today_lies_ahead():
    """A case that is seen from tomorrow on, or from nine o'clock before nine, is counted and opens no row."""
    assert moment(timezone.localdate(), 23, 59) <= timezone.now()
    assert moment(AS_OF, 9).hour == 1


def _the_quick_centre_is_as_told():
    quick = Case.objects.filter(organisation__kind="joint_centre").exclude(accepted_on=None)
    found = {state: quick.filter(state=state).count() for state in quick.values_list("state", flat=True)}
    assert found == {"closed": 174, "in_mediation": 12, "performing": 21, "confirming": 9, "followed": 44}


def _the_case_of_the_thirty_eight_is_there():
    case = Case.objects.get(received_on=date(2022, 5, 24), head_count=38, is_import=False)
    assert case.received_total == Decimal("1158400.00")
    assert case.entries.filter(kind="received", payer__role="payer").count() == 38


def _the_federation_reported_with_three_hands(federation):
    sheets = Sheet.objects.filter(organisation=federation).order_by("since")
    assert list(sheets.values_list("made_by__username", "reviewed_by__username", "signed_by__username")) == [
        ("office", "leader", "chair"), ("office", "leader", "chair"), ("office", None, None),
    ]  # fmt: skip
    assert all(one.file for one in sheets[:2])
    evaluation = Evaluation.objects.get(organisation=federation, state="approved")
    assert (evaluation.made_by.username, evaluation.approved_by.username) == ("office", "leader")
    assert sum(Decimal(row["share"]) for row in evaluation.rows if row["share"]) == evaluation.budget


def _what_lies_on_the_desks_is_plausible():
    live = Case.objects.filter(is_import=False)
    assert not live.filter(agreed_total__gt=F("claimed_total")).exists()
    assert not Session.objects.filter(state="planned", starts_at__date__lt=AS_OF).exists()
    group = live.get(state="in_mediation", head_count=38)
    answers = Counter(group.parties.filter(role="applicant").values_list("wish", flat=True))
    assert answers == {"agrees": 31, "refuses": 3, "unasked": 4}
    assert live.filter(state="defaulted", head_count=12, instalments__party__role="applicant").exists()
    unsigned = PlannedInstalment.objects.filter(agreement__state="finalised")
    assert unsigned.exists()
    assert not unsigned.filter(due_on__lt=AS_OF).exists()
    assert sorted(Referral.objects.values_list("state", flat=True)) == ["accepted", "sent", "sent"]
