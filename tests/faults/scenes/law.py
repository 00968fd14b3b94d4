"""Local figures, the day table, and the clocks that are counted again by it."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F

from cases.actions import recount
from cases.models import Deadline
from law import actions as law
from tests.faults.scenes.scene import AT, Act, scene
from tests.people import MONDAY, a_case, morning

FIGURE = {
    "name": "min_wage_monthly", "region": "37", "since": date(2026, 1, 1), "until": None,
    "value": Decimal(2740), "unit": "CNY", "source": "示人社〔2026〕1号",
}  # fmt: skip


def entered(city, **changed):
    return law.enter_parameter(by=city.zheng, **FIGURE | changed, **AT)


@scene(law.load_year)
def load_year(city):
    year = {"notice": "国办发明电〔2026〕8号", "off": [date(2027, 1, 1)], "makeup": [], "explanation": "演示"}
    return Act(city.luo, [2027], year | AT)


@scene(recount.tick)
def count_again(city):
    """The drain finds clocks that another day table had counted a day later."""
    a_case(city)
    a_day = timedelta(days=1)
    Deadline.objects.filter(state=Deadline.State.RUNNING).update(
        calendar_version="of before", nominal_on=F("nominal_on") + a_day, due_on=F("due_on") + a_day
    )
    return Act(None, [morning(MONDAY)], {})


@scene(law.enter_parameter)
def enter_parameter(city):
    return Act(city.zheng, [], FIGURE | AT)


@scene(law.check_parameter)
def check_parameter(city):
    """The figure that ran before is closed with it."""
    law.check_parameter(entered(city, since=date(2025, 1, 1)), by=city.qian, **AT)
    return Act(city.qian, [entered(city)], AT)


@scene(law.close_parameter)
def close_parameter(city):
    return Act(city.zheng, [entered(city)], {"until": date(2026, 6, 30), **AT})


@scene(law.drop_parameter)
def drop_parameter(city):
    return Act(city.zheng, [entered(city)], AT)
