"""The network: organisations, posts, log-ins, tokens."""

from allauth.mfa.models import Authenticator

from stations.actions import export, network, people, security
from stations.models import Kind, OneTimeLink, Role
from tests.faults.scenes.scene import AT, NOW, Act, again, scene
from tests.people import MONDAY, a_case

REASON = {"reason": "人员调整"}
LIST = {"query": "state=applied", "form": "csv"}


@scene(network.open_organisation)
def open_organisation(city):
    what = {
        "kind": Kind.STATION,
        "parent": city.centre,
        "name": "松岭街道站（演示）",
        "short_name": "松岭街道",
    }
    return Act(city.luo, [], {**what, "series": "松岭", **NOW})


@scene(network.rename)
def rename(city):
    names = {"name": "海棠湾街道站（演示）", "short_name": "海棠湾"}
    return Act(city.luo, [city.haitang], {**names, "version": city.haitang.version, **NOW})


@scene(network.amend)
def amend(city):
    return Act(city.luo, [city.haitang], {"version": city.haitang.version, "phone": "0532-0000-9999", **AT})


@scene(network.suspend)
def suspend(city):
    return Act(city.luo, [city.liulin], REASON | NOW)


@scene(network.resume)
def resume(city):
    network.suspend(city.liulin, by=city.luo, **REASON, **NOW)
    return Act(city.luo, [city.liulin], NOW)


@scene(network.add_mediation_body)
def add_mediation_body(city):
    body = {
        "kind": "town",
        "name": "柳林二调委（演示）",
        "series": "柳林二调",
        "seal_name": "柳林二调委",
        "region": "",
    }
    return Act(city.luo, [city.liulin], body | NOW)


@scene(network.close_body)
def close_body(city):
    return Act(city.luo, [city.liulin_body], REASON | NOW)


# People and their posts


@scene(people.create_person)
def create_person(city):
    return Act(city.luo, [], {"username": "bai", "full_name": "白露", "email": "", **AT})


@scene(people.amend_person)
def amend_person(city):
    return Act(city.luo, [city.zhou], {"version": city.zhou.version, "full_name": "周敏敏", **AT})


def a_post(city):
    return {"organisation": city.liulin, "role": Role.MEDIATOR, "since": MONDAY, "reason": "增派调解员"}


def asked(city):
    return people.appoint(city.zhou, by=city.luo, **a_post(city), **AT)


@scene(people.appoint)
def appoint(city):
    return Act(city.luo, [city.zhou], a_post(city) | AT)


@scene(people.transfer)
def transfer(city):
    return Act(city.luo, [city.zhou.memberships.get()], {**a_post(city), "role": Role.CLERK, **AT})


@scene(people.grant)
def grant(city):
    return Act(city.fan, [asked(city)], NOW)


@scene(people.grant)
def grant_a_transfer(city):
    """The old post ends with it."""
    moved = people.transfer(
        city.zhou.memberships.get(), by=city.luo, **{**a_post(city), "role": Role.CLERK}, **AT
    )
    return Act(city.fan, [moved], NOW)


@scene(people.refuse)
def refuse(city):
    return Act(city.fan, [asked(city)], {"answer": "人手已足", **NOW})


@scene(people.withdraw)
def withdraw(city):
    return Act(city.luo, [asked(city)], AT)


@scene(people.end_post)
def end_post(city):
    return Act(city.fan, [city.zhou.memberships.get()], {"until": MONDAY, **REASON, **AT})


@scene(people.suspend_person)
def suspend_person(city):
    return Act(city.fan, [city.zhou], REASON | AT)


@scene(people.resume_person)
def resume_person(city):
    people.suspend_person(city.zhou, by=city.fan, **REASON, **AT)
    return Act(city.fan, [city.zhou], AT)


LICENCE = {"kind": "private", "licence_number": "演示1", "advises": "别的公司"}


@scene(people.put_on_roster)
def put_on_roster(city):
    return Act(city.luo, [city.he], LICENCE | NOW)


@scene(people.take_off_roster)
def take_off_roster(city):
    entry = people.put_on_roster(city.he, by=city.luo, **LICENCE, **NOW)
    return Act(city.luo, [entry], REASON | NOW)


# Log-ins and tokens


@scene(security.issue_link)
def issue_link(city):
    return Act(city.fan, [city.zhou], AT)


@scene(security.set_password)
def set_password(city):
    """The one act of somebody who is not logged in; the link itself works once."""
    security.issue_link(city.zhou, by=city.fan, **AT)
    return Act(None, [OneTimeLink.objects.get()], {"password": "a password of four words", **AT})


@scene(security.end_sessions)
def end_sessions(city):
    return Act(city.fan, [city.zhou], REASON | AT)


@scene(security.reset_factors)
def reset_factors(city):
    Authenticator.objects.create(user=city.zhou, type=Authenticator.Type.TOTP, data={})
    return Act(city.fan, [city.zhou], REASON | AT)


@scene(security.set_policy)
def set_policy(city):
    return Act(city.fan, [], {"numbers": {"link_hours": 12}, "second_factor_roles": {Role.LEADER}, **AT})


TOKEN = {"name": "报表程序", "scopes": ["cases:read"], "days": 30}


@scene(security.issue_token)
def issue_token(city):
    return Act(city.luo, [city.zhou], TOKEN | AT)


@scene(security.revoke_token)
def revoke_token(city):
    token, _text = security.issue_token(city.zhou, by=city.luo, **TOKEN, **AT)
    return Act(city.luo, [token], AT)


@scene(security.service_user)
def service_user(city):
    return Act(city.luo, [city.haitang], AT)


def asked_for_a_list(city):
    a_case(city)
    return export.ask("cases", organisation=city.haitang, purpose="核对台账", by=city.lin, **LIST, **AT)


@scene(export.ask)
def ask_for_a_list(city):
    a_case(city)
    return Act(city.lin, ["cases"], {"organisation": city.haitang, "purpose": "核对台账", **LIST, **AT})


@scene(export.take)
def take_a_list(city):
    a_case(city)
    return Act(city.lin, ["cases"], {"organisation": city.haitang, **LIST, **AT})


@scene(export.order)
def order_a_sheet(city):
    a_case(city)
    return Act(city.lin, ["ledger"], {"organisation": city.haitang, **LIST, "form": "pdf", **AT})


@scene(export.approve)
def approve_list(city):
    return Act(city.qian, [asked_for_a_list(city)], AT)


@scene(export.refuse)
def refuse_list(city):
    return Act(city.qian, [asked_for_a_list(city)], REASON | AT)


def approved_list(city):
    asked = asked_for_a_list(city)
    export.approve(asked, by=city.qian, **AT)
    return again(asked)


@scene(export.make)
def make_list(city):
    return Act(None, [approved_list(city)], AT)


@scene(export.fetch)
def fetch_list(city):
    export.make(approved := approved_list(city), **AT)
    return Act(city.lin, [approved], AT)
