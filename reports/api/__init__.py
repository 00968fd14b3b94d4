"""Figures, sheets and briefs for programs."""

from reports.api import briefs, figures, sheets

urlpatterns = [*figures.urlpatterns, *sheets.urlpatterns, *briefs.urlpatterns]
