"""Who may look at which row of the registers.

The registers are federation-wide, the cases are not: a row is within reach of whoever sees a case it
stands in. The case lies above this room, so it is reached through the reverse accessors of the registers.
"""

from datetime import datetime

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from parties.models import Employer, Person, Project, Unmasking
from stations.models import User


def places() -> type[Model]:
    """The model of a row's place in a case."""
    return Person._meta.get_field("parties").related_model


def cases() -> type[Model]:
    return places()._meta.get_field("case").related_model


def met(register: type[Person] | type[Employer], user: User, at: datetime) -> Exists:
    """Condition on a row of `register`: it stands in a case that `user` sees at `at`."""
    column = register._meta.get_field("parties").field.name
    visible = cases().objects.visible_to(user, at)
    return Exists(places().objects.filter(**{column: OuterRef("pk")}, case__in=visible))


def people_visible_to(user: User, at: datetime) -> QuerySet[Person]:
    """People with a case in scope, and those whose card `user` opened today for a stated purpose."""
    start = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    opened = Unmasking.objects.filter(person=OuterRef("pk"), by=user, field="card", at__gte=start, at__lte=at)
    return Person.objects.filter(met(Person, user, at) | Exists(opened))


def employers_visible_to(user: User, at: datetime) -> QuerySet[Employer]:
    """Every employer but individuals, who are people and are seen only by those who have a case of theirs."""
    return Employer.objects.filter(~Q(kind=Employer.EmployerKind.INDIVIDUAL) | met(Employer, user, at))


def projects_visible_to(user: User, at: datetime) -> QuerySet[Project]:
    """Construction projects are public works: whoever may open an employer may open them."""
    return Project.objects.all()
