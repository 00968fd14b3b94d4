"""The acts on supervision letters in sentences (see record.history)."""

from django.utils.translation import gettext_lazy as _

from prevention.models import Letter

SENTENCES = {
    "prevention.Letter.draft": _("%(by)s drafted the letter (%(letter)s) to %(employer)s."),
    "prevention.Letter.edit": _("%(by)s changed the words of the draft."),
    "prevention.Letter.submit": _("%(by)s submitted the letter for signing off."),
    "prevention.Letter.send_back": _("%(by)s sent the letter back: %(reason)s"),
    "prevention.Letter.sign": _("%(by)s signed the letter off as %(number)s."),
    "prevention.Letter.print": _("The print of the letter was stored."),
    "prevention.Letter.serve": _("%(by)s recorded that the letter was served on %(on)s."),
    "prevention.Letter.answer": _("%(by)s recorded the written answer of %(on)s."),
    "prevention.Letter.mend": _("%(by)s recorded that it was put right: %(reason)s"),
    "prevention.Letter.give_up": _("%(by)s recorded that it was not put right: %(reason)s"),
    "prevention.Letter.drop": _("%(by)s dropped the draft: %(reason)s"),
    "prevention.Letter.void": _("%(by)s voided the letter: %(reason)s"),
}
LABELS = {"prevention.Letter.draft.letter": Letter.Kind}
