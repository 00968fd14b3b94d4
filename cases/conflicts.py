"""The conflict check of the registers, asked for the two sides of one case."""

from cases.models import Case
from parties.conflicts import Finding, findings
from stations.models import User


def ties(case: Case, *, lawyer: User | None = None, mediator: User | None = None) -> list[Finding]:
    """Every tie of the lawyer or the mediator to either side of `case`, those that bar first."""
    sides = list(case.parties.filter(left_case_on=None).select_related("person", "employer"))
    found = findings(
        people=[side.person for side in sides if side.person_id],
        employers=[side.employer for side in sides if side.employer_id],
        lawyer=lawyer,
        mediator=mediator,
        but=case.pk,
    )
    return sorted(found, key=lambda finding: not finding.bars)
