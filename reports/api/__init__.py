"""Figures, sheets and briefs for programs."""

from reports.api import figures

urlpatterns = figures.urlpatterns
