"""The registers of persons, employers and projects."""

from parties.actions import employers, merging, persons
from parties.models import ChainLink
from tests.faults.scenes.scene import AT, NOW, Act, scene
from tests.people import employer, worker

PHONE = "13876454417"
WHY = {"purpose": "联系本人到场"}


def a_person(city):
    known = {"id_number": "370211197903152714", "phone": PHONE}
    return persons.record_person(name="刘长顺", by=city.zhou, **known, **NOW)


@scene(persons.record_person)
def record_person(city):
    known = {"id_number": "370211197903152714", "phone": PHONE, "seen_original": True}
    return Act(city.zhou, [], {"name": "刘长顺", **known, **NOW})


@scene(persons.record_people)
def record_people(city):
    rows = [{"name": "刘长顺", "id_number": "370211197903152714"}, {"name": "何福来", "phone": PHONE}]
    return Act(city.zhou, [rows], NOW)


@scene(persons.edit_person)
def edit_person(city):
    person = a_person(city)
    return Act(city.zhou, [person], {"version": person.version, "phone": "13876454418", **NOW})


@scene(persons.unmask)
def unmask(city):
    return Act(city.zhou, [a_person(city), "phone"], WHY | AT)


@scene(persons.open_card)
def open_card(city):
    return Act(city.zhou, [a_person(city)], WHY | AT)


@scene(persons.open_found)
def open_found(city):
    return Act(city.tang, [a_person(city).pk], {"numbers": [PHONE], **WHY, **AT})


@scene(employers.record_employer)
def record_employer(city):
    return Act(city.zhou, [], {"name": "示建总包（演示）", "contact_phone": PHONE, **AT})


@scene(employers.edit_employer)
def edit_employer(city):
    one = employer()
    return Act(city.zhou, [one], {"version": one.version, "name": "青岛示固建筑劳务有限公司（演示）", **AT})


@scene(employers.unmask_employer)
def unmask_employer(city):
    one = employers.record_employer(name="示建总包（演示）", contact_phone=PHONE, by=city.zhou, **AT)
    return Act(city.zhou, [one, "contact_phone"], WHY | AT)


def a_project(city):
    return employers.record_project(name="示范项目（演示）", site="示范路", by=city.zhou, **AT)


@scene(employers.record_project)
def record_project(city):
    return Act(city.zhou, [], {"name": "示范项目（演示）", "site": "示范路", **AT})


@scene(employers.edit_project)
def edit_project(city):
    project = a_project(city)
    return Act(city.zhou, [project], {"version": project.version, "site": "示范路二号", **AT})


LINK = {"role": ChainLink.LinkRole.GENERAL_CONTRACTOR}


@scene(employers.add_link)
def add_link(city):
    return Act(city.zhou, [a_project(city)], {"employer": employer(), **LINK, **AT})


@scene(employers.edit_link)
def edit_link(city):
    link = employers.add_link(a_project(city), employer=employer(), by=city.zhou, **LINK, **AT)
    return Act(city.zhou, [link], {"ground": "《保障农民工工资支付条例》第三十条", **AT})


def merged(city, gone, kept):
    return merging.merge(gone, into=kept, reason="同一人", by=city.zhou, **AT)


@scene(merging.merge)
def merge(city):
    return Act(
        city.zhou, [employer()], {"into": employer("示固劳务（演示）"), "reason": "同一统一代码", **AT}
    )


@scene(merging.unmerge)
def unmerge(city):
    return Act(city.zhou, [merged(city, worker(), worker("刘常顺"))], AT)
