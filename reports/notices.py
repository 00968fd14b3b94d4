"""How the notices of sheets, briefs and reports are worded. They name units, terms and figures, no person."""

from django.utils.translation import gettext_noop as _

WORDS = {
    "sheet.made": (
        _("A statistical sheet waits for review"),
        _("The sheet of %(organisation)s for %(term)s was filled in. Another person reviews it."),
    ),
    "sheet.reviewed": (
        _("A statistical sheet waits for the head of the unit"),
        _("The sheet of %(organisation)s for %(term)s was reviewed and waits for your signature."),
    ),
    "sheet.sent_back": (
        _("A statistical sheet was sent back"),
        _("The sheet of %(organisation)s for %(term)s was sent back: %(reason)s"),
    ),
    "sheet.signed": (
        _("A statistical sheet was signed"),
        _("The sheet of %(organisation)s for %(term)s was signed and is locked."),
    ),
    "report.week": (
        _("Weekly figures of %(organisation)s, %(since)s to %(until)s"),
        _(
            "Applications %(received)s, accepted %(accepted)s, handled %(handled)s, in hand %(open)s, over term "
            "%(overdue)s; received by the workers %(money)s yuan. The page: %(url)s"
        ),
    ),
    "report.month": (
        _("Monthly figures of %(organisation)s, %(since)s to %(until)s"),
        _(
            "Applications %(received)s, accepted %(accepted)s, handled %(handled)s, in hand %(open)s, over term "
            "%(overdue)s; received by the workers %(money)s yuan. The page: %(url)s"
        ),
    ),
}
