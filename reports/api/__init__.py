"""Figures, sheets and briefs for programs."""

from reports.api import figures, sheets

urlpatterns = [*figures.urlpatterns, *sheets.urlpatterns]
