"""Who may look at which row of the registers.

The registers are federation-wide, the cases are not: a row is within reach of whoever sees a case it
stands in. The case lies above this room, so it is reached through the reverse accessors of the registers.
"""

from datetime import datetime

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils import timezone

from parties.models import Employer, Person, Unmasking
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
    """The register of employers is open to whoever may find one: no personal data but a contact."""
    return Employer.objects.all() if user.is_authenticated else Employer.objects.none()
