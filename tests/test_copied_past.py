"""A past that was multiplied in the database holds everything that a written one holds."""

from datetime import date

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from cases.models import Case, Contact, LedgerEntry, Party
from cases.search import matching
from record.models import Counter, Event
from unionaid.demo.copying import multiply
from unionaid.demo.names import Invented
from unionaid.demo.network import settle_network
from unionaid.demo.plans import Past, station_weights
from unionaid.demo.writing import Writer, invent_employers

WRITTEN, COPIES = 12, 31


@pytest.mark.django_db(transaction=True)
def test_copies_of_cases_are_whole_cases_of_their_own():
    invented = Invented("copied")
    city = settle_network("a password of the tests", invented)
    past = Past(invented, date(2026, 11, 20), station_weights(city.stations))
    list(Writer(city, invented, invent_employers(invented, 5)).write(past.synthetic(WRITTEN)))
    ids = list(Case.objects.values_list("pk", flat=True))
    before = {model: model.objects.count() for model in (Party, LedgerEntry, Contact)}

    assert list(multiply(ids, COPIES))[-1] == COPIES

    assert Case.objects.count() == WRITTEN + COPIES
    for column in ("uuid", "number", "receipt_code"):
        assert Case.objects.values(column).distinct().count() == WRITTEN + COPIES
    for model, count in before.items():
        assert model.objects.count() >= 3 * count, model
    assert sum(Counter.objects.values_list("last", flat=True)) == WRITTEN + COPIES
    copy = Case.objects.order_by("pk").last()
    assert Event.objects.filter(filed_under=copy.pk).count() == copy.version
    assert set(copy.parties.values_list("case", flat=True)) == {copy.pk}
    assert copy.parties.get(role="applicant").person.phone == ""
    assert copy in matching(Case.objects.all(), copy.number)
    assert copy in matching(Case.objects.all(), copy.receipt_code)
    assert [said for check in settings.INVARIANTS for said in import_string(check)()] == []
