"""Local figures of the demo city. All of them are invented and say so in the notice they name."""

from datetime import date
from decimal import Decimal

from law.actions import check_parameter, enter_parameter
from law.rules.entitlements.words import parameter_unit
from stations.models import User
from unionaid.demo.network import moment

REGION = "37"  # that of the demo city's mediation bodies
NOTICE = "示范区数据〔{year}〕（演示，非官方标准）"

BEFORE, NOW = date(2020, 1, 1), date(2026, 1, 1)
FIGURES = [
    ("min_wage_monthly", BEFORE, "2500"), ("min_wage_monthly", NOW, "2740"),
    ("local_avg_wage_monthly", BEFORE, "11200"), ("local_avg_wage_monthly", NOW, "12434"),
    ("coord_avg_wage_monthly", BEFORE, "11200"), ("coord_avg_wage_monthly", NOW, "12434"),
    ("injury_local_base", BEFORE, "11200"), ("injury_local_base", NOW, "12434"),
    ("heat_allowance_month", BEFORE, "300"), ("heat_allowance_day", BEFORE, "12"),
    *((f"injury_medical_months_{grade}", BEFORE, str(months))
      for grade, months in zip(range(5, 11), (20, 17, 14, 11, 8, 5), strict=True)),
    *((f"injury_employment_months_{grade}", BEFORE, str(months))
      for grade, months in zip(range(5, 11), (20, 17, 14, 11, 8, 5), strict=True)),
]  # fmt: skip


def settle_figures(*, by: User, checked_by: User) -> None:
    """Enter the invented figures by one person and have another check them; later ones close earlier ones."""
    for name, since, value in FIGURES:
        row = enter_parameter(
            name=name, region=REGION, since=since, until=None, value=Decimal(value),
            unit=parameter_unit(name), source=NOTICE.format(year=since.year), by=by, at=moment(since),
        )  # fmt: skip
        check_parameter(row, by=checked_by, at=moment(since, 10))
