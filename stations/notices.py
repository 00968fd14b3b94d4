"""What people are told about posts and their own log-in."""

from django.utils.translation import gettext_noop as _

WORDS = {
    "appointment.ask": (
        _("A post waits for your decision"),
        _("%(by)s asks for a post for %(person)s at %(organisation)s. It begins only when you grant it."),
    ),
    "appointment.grant": (
        _("You have a new post"),
        _("Your post at %(organisation)s was granted from %(since)s. Log in again to use it."),
    ),
    "appointment.refuse": (
        _("A post was not granted"),
        _("The post you asked for on behalf of %(person)s was not granted: %(answer)s"),
    ),
    "post.end": (
        _("A post of yours ends"),
        _("Your post at %(organisation)s ends; from %(until)s you no longer hold it."),
    ),
    "export.asked": (
        _("An export waits for a second person"),
        _("%(name)s of %(station)s wants to export %(rows)d rows. Decide on the page of exports."),
    ),
    "export.approved": (
        _("Your export was approved"),
        _("%(name)s approved the export of %(rows)d rows. The file is being made."),
    ),
    "export.refused": (
        _("Your export was not approved"),
        _("%(name)s did not approve the export of %(rows)d rows: %(reason)s"),
    ),
    "export.ready": (
        _("Your export is ready"),
        _("The file with %(rows)d rows lies on the page of exports until %(until)s and can be fetched once."),
    ),
    "account.link": (
        _("A link to set your password was made"),
        _(
            "%(by)s made a link by which your password can be set. "
            "If you did not ask for it, tell the security administrator."
        ),
    ),
    "account.reset_factors": (
        _("Your second factors were taken away"),
        _(
            "%(by)s took away the second factors of your log-in. "
            "If you did not ask for it, tell the audit administrator."
        ),
    ),
    "account.password_changed": (
        _("Your password was changed"),
        _("If it was not you, tell the system administrator at once."),
    ),
    "account.app_added": (
        _("An authenticator app was added to your log-in"),
        _("If it was not you, tell the security administrator at once."),
    ),
    "account.app_removed": (
        _("The authenticator app was removed from your log-in"),
        _("If it was not you, tell the security administrator at once."),
    ),
    "account.passkey_added": (
        _("A passkey was added to your log-in"),
        _("If it was not you, tell the security administrator at once."),
    ),
    "account.passkey_removed": (
        _("A passkey was removed from your log-in"),
        _("If it was not you, tell the security administrator at once."),
    ),
    "account.codes_made": (
        _("New recovery codes were made for your log-in"),
        _("The earlier ones no longer work. If it was not you, tell the security administrator at once."),
    ),
}
URGENT = {"account.link", "account.reset_factors"}
