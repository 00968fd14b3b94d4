from reports.models.rollup import Delta, Rollup, Served

__all__ = ["Delta", "Rollup", "Served"]
