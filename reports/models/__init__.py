from reports.models.brief import Brief
from reports.models.display import DisplayLink, DisplayOpening
from reports.models.rollup import Delta, Rollup, Served
from reports.models.sheet import Correction, Sheet

__all__ = ["Brief", "Correction", "Delta", "DisplayLink", "DisplayOpening", "Rollup", "Served", "Sheet"]
