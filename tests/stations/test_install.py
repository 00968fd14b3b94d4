"""The three administrators of a new installation, by one-time links."""

import pytest
from django.core.management import CommandError, call_command

from stations.actions import people
from stations.models import Membership, Organisation, User
from tests.people import MONDAY, morning


def install(capsys, **options):
    call_command("install", **options)
    return dict(line.split() for line in capsys.readouterr().out.splitlines() if "http" in line)


def test_it_makes_three_persons_without_a_password(db, capsys):
    links = install(capsys, name="示例区总工会", short_name="区总")

    assert set(links) == {"sysadmin", "secadmin", "auditor"}
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert Organisation.objects.get().name == "示例区总工会"
    assert sorted(Membership.objects.values_list("role", flat=True)) == ["auditor", "secadmin", "sysadmin"]


def test_each_link_sets_a_password_once(db, capsys, client):
    path = install(capsys, name="示例区总工会", short_name="区总")["sysadmin"].partition(":8000")[2]
    said = {"password1": "ganjing shui liu 81", "password2": "ganjing shui liu 81"}

    assert client.get(path).status_code == 200
    assert client.get(path).status_code == 200, "opening the link does not use it"
    assert client.post(path, said).status_code == 302
    assert client.post(path, said).status_code == 410
    assert User.objects.get(username="sysadmin").check_password("ganjing shui liu 81")


def test_without_a_name_there_is_no_head_of_the_network(db):
    with pytest.raises(CommandError):
        call_command("install")


def test_run_again_it_makes_only_who_is_missing(db, capsys):
    install(capsys, name="示例区总工会", short_name="区总")
    assert install(capsys) == {}

    sysadmin, secadmin = (User.objects.get(username=name) for name in ("sysadmin", "secadmin"))
    people.suspend_person(secadmin, reason="离职", by=sysadmin, at=morning(MONDAY))
    assert list(install(capsys)) == ["secadmin2"]
