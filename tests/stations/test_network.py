"""Opening, renaming and suspending stations and partner bodies."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from record.models import Event, Stale
from record.refusals import Refused
from stations.actions import network
from stations.roles import may
from tests.people import MONDAY, OPENED, morning


def open_point(city, **changes):
    asked = {
        "kind": "point", "parent": city.liulin, "name": "柳林家园职工法律服务点（演示）",
        "short_name": "柳林家园点", "by": city.luo, "on": MONDAY, "at": morning(MONDAY), **changes,
    }  # fmt: skip
    return network.open_organisation(**asked)


def test_a_point_opens_under_its_station_with_a_path_and_a_first_name(city):
    point = open_point(city)

    assert point.path == f"{city.liulin.path}{point.pk}/"
    assert point.depth == city.liulin.depth + 1
    assert [(n.name, n.since) for n in point.names.all()] == [(point.name, MONDAY)]
    event = Event.objects.about(point).get()
    assert (event.kind, event.by, event.params["under"]) == ("network.open", city.luo, city.liulin.name)


def test_the_network_is_at_most_five_levels_deep(city):
    fifth = open_point(city, parent=city.point, name="第五级（演示）")

    assert fifth.depth == 5
    with pytest.raises(Refused) as refused:
        open_point(city, parent=fifth, name="第六级（演示）")
    assert refused.value.code == "open.too_deep"


def test_a_partner_body_stands_outside_the_tree(city):
    with pytest.raises(Refused) as refused:
        open_point(city, kind="court", parent=city.federation)

    assert refused.value.code == "open.partner"


def test_two_organisations_do_not_share_a_name(city):
    with pytest.raises(Refused) as refused:
        open_point(city, name=city.haitang.name)

    assert refused.value.code == "name.taken"


def test_a_rename_keeps_what_was_said_before(city):
    before = city.haitang.name
    network.rename(
        city.haitang, name="海棠新城街道职工法律服务工作站（演示）", short_name="海棠新城", version=1,
        by=city.luo, on=MONDAY, at=morning(MONDAY),
    )  # fmt: skip

    assert city.haitang.name_on(MONDAY - timedelta(days=1)) == before
    assert city.haitang.name_on(MONDAY) == city.haitang.name == "海棠新城街道职工法律服务工作站（演示）"


def test_a_name_of_the_past_is_not_overwritten_even_in_sql(city):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE stations_organisationname SET name = 'x'")


def test_a_rename_does_not_reach_behind_the_last_one(city):
    with pytest.raises(Refused) as refused:
        network.rename(
            city.haitang, name="别名", short_name="别名", version=1, by=city.luo, on=OPENED,
            at=morning(MONDAY),
        )  # fmt: skip

    assert refused.value.code == "rename.before_the_last"


def test_the_second_of_two_editors_is_refused_and_sees_both_values(city):
    network.amend(city.haitang, version=1, phone="0532-1", by=city.luo, at=morning(MONDAY))

    with pytest.raises(Stale) as stale:
        network.amend(city.haitang, version=1, phone="0532-2", by=city.fan, at=morning(MONDAY))

    assert stale.value.changes == {"phone": ("0532-2", "0532-1")}


def test_posts_at_a_suspended_station_stop_counting_and_count_again_when_it_resumes(city):
    network.suspend(city.haitang, reason="合并", by=city.luo, on=MONDAY, at=morning(MONDAY))
    city.zhou.__dict__.pop("_posts", None)
    assert not may(city.zhou, "case.register", MONDAY)

    network.resume(city.haitang, by=city.luo, on=MONDAY, at=morning(MONDAY))
    city.zhou.__dict__.pop("_posts", None)
    assert may(city.zhou, "case.register", MONDAY)


def test_a_mediation_body_has_a_number_series_of_its_own(city):
    asked = {
        "kind": "town", "name": "柳林街道第二调解委员会（演示）", "seal_name": "柳林街道第二调解委员会",
        "region": "370000", "by": city.luo, "on": MONDAY, "at": morning(MONDAY),
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        network.add_mediation_body(city.liulin, series=city.haitang_body.series, **asked)
    assert refused.value.code == "body.series_taken"

    body = network.add_mediation_body(city.liulin, series="柳林二示调", **asked)
    assert body in city.liulin.mediation_bodies.all()


def test_a_closed_body_stays_closed(city):
    closing = {"reason": "撤销", "by": city.luo, "on": date(2026, 4, 1), "at": morning(MONDAY)}
    network.close_body(city.haitang_body, **closing)

    with pytest.raises(Refused):
        network.close_body(city.haitang_body, **closing)
