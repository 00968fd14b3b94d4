"""How the notices of supervision letters are worded. They name the letter and whom it is addressed to, no worker."""

from django.utils.translation import gettext_noop as _

WORDS = {
    "letter.waits": (
        _("A supervision letter waits to be signed off"),
        _("%(letter)s to %(addressee)s was submitted. You sign it off or send it back."),
    ),
    "letter.sent_back": (
        _("A supervision letter was sent back"),
        _("%(letter)s to %(addressee)s was sent back: %(reason)s"),
    ),
    "letter.signed": (
        _("A supervision letter was signed off"),
        _(
            "%(letter)s to %(addressee)s was signed off and printed. Have it sealed and served, and record the service."
        ),
    ),
    "letter.near": (
        _("An answer to a supervision letter is due soon"),
        _("%(letter)s to %(addressee)s: the answer is due by %(day)s."),
    ),
    "letter.late": (
        _("A supervision letter was not answered in time"),
        _("%(letter)s to %(addressee)s: no answer by %(day)s. The next letter of the ladder may be drafted."),
    ),
}
