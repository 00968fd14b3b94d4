"""Figures, sheets, briefs, evaluations and campaigns for programs."""

from reports.api import briefs, campaigns, evaluations, figures, sheets

urlpatterns = [
    pattern for module in (figures, sheets, briefs, evaluations, campaigns) for pattern in module.urlpatterns
]
