from reports.models.brief import Brief
from reports.models.display import DisplayLink, DisplayOpening
from reports.models.evaluation import Evaluation
from reports.models.rollup import Delta, Rollup, Served
from reports.models.sheet import Correction, Sheet
from reports.models.subscription import Subscription

__all__ = [
    "Brief", "Correction", "Delta", "DisplayLink", "DisplayOpening", "Evaluation", "Rollup", "Served", "Sheet",
    "Subscription",
]  # fmt: skip
