"""The way a matter goes: decided as recommended, and decided again otherwise."""

from cases.actions import triage
from cases.outlook import answers_of
from tests.faults.scenes.scene import NOW, Act, scene
from tests.people import MONDAY, a_case


def first(case):
    return triage.Decision(answers_of(case, on=MONDAY), "station_mediation", warned=True)


@scene(triage.decide)
def decide(city):
    case = a_case(city)
    return Act(city.zhou, [case, first(case)], NOW)


@scene(triage.decide)
def decide_otherwise(city):
    case = a_case(city)
    triage.decide(case, first(case), by=city.zhou, **NOW)
    again = triage.Decision(answers_of(case, on=MONDAY), "arbitration", why="worker_wish")
    return Act(city.zhou, [case, again], NOW)
