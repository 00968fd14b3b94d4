from django.utils.translation import gettext_noop as _

WORDS = {
    "kite.up": (_("Your kite is up"), _("%(kite)s flies since %(at)s.")),
    "kite.torn": (_("A kite is torn"), _("%(kite)s is torn.")),
    "kite.count": (_("%(count)s kites in the air"), _("Of them %(number)s.")),
}
WORDS |= {"kite.broken": (_("A kite broke"), _("Look after it."))}
URGENT = {"kite.torn", "kite.broken"}
