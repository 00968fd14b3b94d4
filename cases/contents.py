"""What stands in the file of a case: how much of each kind, and its clocks."""

from functools import cached_property

from django.db import connection

from cases.models import Case, Deadline

COUNTS = """
    SELECT
        (SELECT count(*) FROM mediation_session AS session JOIN mediation_mediation AS mediation
            ON mediation.id = session.mediation_id WHERE mediation.case_id = filed.id) AS mediation,
        (SELECT count(*) FROM cases_paper WHERE case_id = filed.id) AS papers,
        (SELECT count(*) FROM cases_referral WHERE case_id = filed.id) AS referrals,
        (SELECT count(*) FROM cases_instalment WHERE case_id = filed.id AND dropped_on IS NULL) AS ledger,
        (SELECT count(*) FROM cases_deadline WHERE case_id = filed.id AND state = 'running') AS deadlines,
        (SELECT count(*) FROM cases_evidence WHERE case_id = filed.id AND withdrawn_on IS NULL) AS evidence,
        (SELECT count(*) FROM cases_aidapplication WHERE case_id = filed.id) AS aid,
        (SELECT count(*) FROM cases_approval WHERE case_id = filed.id AND decision = '') AS approvals,
        (SELECT count(*) FROM cases_earlierroad WHERE case_id = filed.id) AS roads,
        (SELECT count(*) FROM cases_callback WHERE case_id = filed.id AND done_on IS NULL) AS call_backs
    FROM (SELECT %s AS id) AS filed
"""


class Contents:
    """The file of `case`, which was fetched through the scope. Each part is read at the first look at it, once."""

    def __init__(self, case: Case):
        self.case = case

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number behind each tab, of earlier roads and of call-backs owed, in one statement. Written in SQL:
        Django took ten times as long to word it as the database to answer."""
        with connection.cursor() as cursor:
            cursor.execute(COUNTS, [self.case.pk])
            names = [column.name for column in cursor.description]
            return dict(zip(names, cursor.fetchone(), strict=True))

    @cached_property
    def clocks(self) -> list[Deadline]:
        """The clocks but those that were replaced, nearest first, each holding the very case."""
        standing = self.case.deadlines.exclude(state=Deadline.State.SUPERSEDED).order_by("nominal_on", "pk")
        found = list(standing.select_related("referral__receiver", "proposed_by", "confirmed_by"))
        for clock in found:
            clock.case = self.case
        return found
