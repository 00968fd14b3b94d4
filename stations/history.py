"""Events of the network and of log-ins as sentences: who did what, why, and what changed."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from record.models import Event
from stations import policy, words
from stations.models import Role

OF_THE_PAGE = ("name", "person", "address")
SAID_ELSEWHERE = {("security.policy", "name")}


def kind_in_words(event):
    """What happened, for any event: ours by KINDS, a move by the act it is, else the bare name."""
    for kind in (event.subject_type.replace("stations.", "", 1) + f".{event.kind}", event.kind):
        if kind in words.KINDS:
            return words.KINDS[kind]
    app = event.subject_type.partition(".")[0]
    for act in (event.kind, f"case.{event.kind}", f"{app}.{event.kind}"):
        if act in words.ACTS:
            return words.ACTS[act]
    return event.kind


def details(event, *, leaving_out=()):
    """[(label, value)] of the params that say something; only for events of stations.*."""
    said = []
    for name, label in words.PARAMS.items():
        value = event.params.get(name)
        if value in (None, "", []) or name in leaving_out or (event.kind, name) in SAID_ELSEWHERE:
            continue
        if name == "role":
            value = Role(value).label
        elif isinstance(value, list):
            value = "、".join(str(part) for part in value)
        said.append((label, value))
    return said


def changes(event):
    """[{label, before, after}] of what an event changed."""
    params = event.params
    if event.kind == "security.policy":
        name = params["name"]
        label = policy.NUMBERS[name].label if name in policy.NUMBERS else _("Needs a second factor")
        return [{"label": label, "before": _as_text(params["before"]), "after": _as_text(params["after"])}]
    if "before" in params and "after" in params:
        return [{"label": words.FIELDS["before"], "before": params["before"], "after": params["after"]}]
    return [
        {
            "label": words.FIELDS.get(field, field),
            "before": value[0] if isinstance(value, list) else "•••",
            "after": value[1] if isinstance(value, list) else "•••",
        }
        for field, value in params.get("changes", {}).items()
    ]


def of_person(user, *, with_log_ins):
    """Events about a log-in, its posts and the posts asked for; `with_log_ins`: also what the log-in did."""
    about = Q(subject_type="stations.User", subject_id=user.pk)
    for related in (user.appointments, user.memberships):
        about |= Q(
            subject_type=related.model._meta.label, subject_id__in=list(related.values_list("pk", flat=True))
        )
    events = Event.objects.filter(about).select_related("by").order_by("-id")
    return events if with_log_ins else events.exclude(kind__startswith="account.")


def lines(events):
    """For ui/sentence.html, on the page of the one they are about: [{at, text, changes}]."""
    colon = pgettext("between a label and its value", ": ")
    return [
        {
            "at": event.at,
            "text": " ".join([
                str(event.by or _("the system")), str(kind_in_words(event)),
                *(f"{label}{colon}{value}" for label, value in details(event, leaving_out=OF_THE_PAGE)),
            ]),
            "changes": changes(event),
        }
        for event in events
    ]  # fmt: skip


def _as_text(value):
    if isinstance(value, list):
        return "、".join(str(Role(part).label) for part in value) or "—"
    return value
