"""How the notices of a case are worded."""

from django.utils.translation import gettext_noop as _

WORDS = {
    "case.assigned": (
        _("Case %(case)s was assigned to you"),
        _("Take or decline case %(case)s by tomorrow."),
    ),
    "referral.sent": (
        _("%(sender)s referred case %(case)s to you"),
        _("%(sender)s referred case %(case)s to %(receiver)s. Accept it or return it with a reason."),
    ),
    "referral.accepted": (
        _("%(receiver)s accepted case %(case)s"),
        _("%(receiver)s accepted case %(case)s, which %(sender)s had referred."),
    ),
    "referral.returned": (
        _("%(receiver)s returned case %(case)s"),
        _("%(receiver)s returned case %(case)s to %(sender)s; the reason stands on the case page."),
    ),
    "referral.reported": (
        _("%(receiver)s reported the result of case %(case)s"),
        _("%(receiver)s reported the result of case %(case)s; it stands on the case page."),
    ),
}
