"""What the frame around every staff page shows: the rail, the person, the look.

It costs no query beyond the posts of the person, which every scoped page reads anyway; counters are
fetched after the page.
"""

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

THEMES = ("auto", "light", "dark")


@dataclass(frozen=True)
class Entry:
    """One entry of the rail. `key` is the letter after `g`; `pages` begin the names of its views; `otherwise` is
    the act and the page of whoever may not open the first one."""

    name: str
    act: str
    url_name: str
    icon: str
    word: str
    key: str
    pages: tuple[str, ...]
    otherwise: tuple[str, str] | None = None


RAIL = (
    Entry("desk", "page.desk", "desk:home", "layout-dashboard", _("Workbench"), "w", ("desk:",)),
    Entry(
        "intake", "page.intake", "cases:intake", "user-plus", _("Intake"), "n", ("cases:intake", "parties:")
    ),
    Entry("cases", "page.cases", "cases:list", "folders", _("Cases"), "c", ("cases:",)),
    Entry("mediation", "page.mediation", "mediation:list", "messages", _("Mediation"), "m", ("mediation:",)),
    Entry(
        "referrals", "page.referrals", "cases:referrals", "arrows-exchange", _("Referrals"), "r",
        ("cases:referral",),
    ),
    Entry("ledger", "page.ledger", "cases:ledger", "cash", _("Ledger"), "l", ("cases:ledger", "cases:statement")),
    Entry("letters", "page.letters", "prevention:letters", "mail", _("Letters"), "s", ("prevention:",)),
    Entry("papers", "page.papers", "cases:papers", "file-text", _("Documents"), "d", ("cases:paper",)),
    Entry(
        "reports", "page.reports", "reports:dashboard", "chart-bar", _("Dashboards"), "t", ("reports:",),
        ("page.sheets", "reports:sheets"),
    ),
    Entry(
        "network", "page.network", "stations:network", "building-community", _("Network"), "z",
        ("stations:", "desk:undelivered"),
    ),
    Entry("law", "page.law", "law:rules", "scale", _("Law and dates"), "f", ("law:",)),
)  # fmt: skip


@cache
def address(url_name: str) -> str | None:
    """The address of a page without arguments, or None where this installation has none."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def current(view_name: str) -> str | None:
    """The rail entry a view belongs to: the one with the longest matching beginning."""
    known = [(page, entry.name) for entry in RAIL for page in entry.pages]
    matches = [(len(page), name) for page, name in known if view_name.startswith(page)]
    return max(matches)[1] if matches else None


def address_of(request) -> str:
    """Where the page a person sees can be read again: what answers a POST may take nothing else, so then the page
    that was sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    sent_from = urlsplit(request.headers.get("Referer", ""))
    if sent_from.netloc != request.get_host():
        return "/"
    return f"{sent_from.path}?{sent_from.query}" if sent_from.query else sent_from.path


class Frame:
    """The frame of one request, worked out when a template first asks for it."""

    def __init__(self, request):
        self.user = request.user
        self.narrow = request.COOKIES.get("rail") == "narrow"
        self.theme = request.COOKIES.get("theme") if request.COOKIES.get("theme") in THEMES else "auto"
        self.demo = getattr(settings, "DEMO", False)
        self.here = address_of(request)
        self.view_name = request.resolver_match.view_name if request.resolver_match else ""

    @property
    def rail(self):
        from stations.roles import may

        now = current(self.view_name)
        shown = []
        for entry in RAIL:
            ways = [(entry.act, entry.url_name), *([entry.otherwise] if entry.otherwise else [])]
            open_to = [address(page) for act, page in ways if may(self.user, act) and address(page)]
            if open_to:
                shown.append({"entry": entry, "url": open_to[0], "current": entry.name == now})
        return shown

    @property
    def home(self):
        """The page the brand leads to: the first the person may use."""
        entries = self.rail
        return entries[0]["url"] if entries else "/"

    @property
    def post(self):
        """The post shown under the person's name: the first one held today, or None."""
        from stations.scope import posts

        held = posts(self.user, timezone.localdate())
        return held[0] if held else None

    @property
    def counters(self):
        return address("desk:counters")

    @property
    def search(self):
        return address("desk:search")

    @property
    def notices(self):
        return address("desk:notices")


def frame(request):
    """Context processor: `frame`, and `today`, the day a page speaks of unless its view says another."""
    return {"frame": SimpleLazyObject(lambda: Frame(request)), "today": timezone.localdate()}
