"""The pages of the statistics that a person may open, as tabs."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stations.roles import may

PAGES = (
    ("dashboard", "page.reports", _("Dashboard")),
    ("sheets", "page.sheets", _("Statistical sheets")),
    ("briefs", "page.reports", _("Briefs")),
    ("evaluations", "page.reports", _("Station evaluation")),
    ("campaigns", "page.sheets", _("Special campaigns")),
    ("subscriptions", "page.reports", _("Scheduled reports")),
)


def tabs(request, here: str) -> list[dict]:
    """The tabs of templates/reports/pages.html; `here` is the present one."""
    return [
        {"url": reverse(f"reports:{name}"), "word": word, "current": name == here}
        for name, act, word in PAGES
        if may(request.user, act)
    ]
