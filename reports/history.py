"""The acts on sheets, briefs and the like in sentences (see record.history)."""

from django.utils.translation import gettext_lazy as _

from reports.figures import DEFINITIONS

SENTENCES = {
    "reports.Sheet.make": _("%(by)s filled the sheet in and froze its figures."),
    "reports.Sheet.remake": _("%(by)s read the figures again."),
    "reports.Sheet.review": _("%(by)s reviewed the sheet."),
    "reports.Sheet.send_back": _("%(by)s sent the sheet back: %(reason)s"),
    "reports.Sheet.sign": _("%(by)s signed as head of the unit; the sheet is locked."),
    "reports.Sheet.print": _("The print of the signed sheet was stored."),
    "reports.Sheet.correct": _(
        "%(by)s entered a correction of %(figure)s, %(before)s → %(after)s: %(reason)s"
    ),
    "reports.Brief.make": _("%(by)s made the brief and froze its figures."),
    "reports.Brief.print": _("The page of the brief was printed and stored."),
    "reports.Brief.withdraw": _("%(by)s withdrew the brief: %(reason)s"),
    "reports.Evaluation.make": _("%(by)s evaluated the stations, with a budget of %(amount)s."),
    "reports.Evaluation.approve": _("%(by)s approved points and shares; the evaluation is locked."),
    "reports.Evaluation.withdraw": _("%(by)s withdrew the evaluation: %(reason)s"),
    "reports.Evaluation.print": _("The print of the evaluation was stored."),
    "reports.Subscription.order": _("%(by)s ordered a report on %(organisation)s for %(name)s."),
    "reports.Subscription.stop": _("%(by)s stopped the report: %(reason)s"),
    "reports.Subscription.resume": _("%(by)s let the report leave again."),
    "reports.Subscription.send": _("The report on %(since)s to %(until)s was sent."),
}


def figure_name(code: str) -> str:
    """The name of a figure in the active language."""
    return str(DEFINITIONS[code][0]) if code in DEFINITIONS else code


LABELS = {"reports.Sheet.correct.figure": figure_name}
