"""What must be true of mediations at any time; one sentence for each violation."""

from collections.abc import Iterator

from cases.models import State
from mediation.models import Mediation, Session

# A case that was handed back or declined waits for another mediator; its mediation goes on with that one.
GOES_ON = (State.ACCEPTED, State.ASSIGNED, State.IN_MEDIATION, State.AGREED)


def mediations_end_with_their_case() -> Iterator[str]:
    """No mediation runs, and no session is planned, on a case that left mediation."""
    running = Mediation.objects.filter(ended_on=None).exclude(case__state__in=GOES_ON)
    for pk, number, state in running.values_list("pk", "case__number", "case__state"):
        yield f"Mediation {pk} runs on case {number}, which is “{state}”."
    planned = Session.objects.filter(state=Session.State.PLANNED, mediation__ended_on__isnull=False)
    for pk, mediation in planned.values_list("pk", "mediation_id"):
        yield f"Session {pk} is planned in mediation {mediation}, which ended."
