from reports.models.rollup import Delta, Rollup, Served
from reports.models.sheet import Correction, Sheet

__all__ = ["Correction", "Delta", "Rollup", "Served", "Sheet"]
