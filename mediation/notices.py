"""How the notices of mediation are worded."""

from django.utils.translation import gettext_noop as _

WORDS = {
    "agreement.effective": (
        _("Agreement %(number)s is effective"),
        _("%(number)s was sealed and took effect on %(effective_on)s. Its payment dates now run."),
    ),
}
