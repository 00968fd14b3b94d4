"""How the notices of a case are worded."""

from django.utils.translation import gettext_noop as _

WORDS = {
    "case.assigned": (
        _("Case %(case)s was assigned to you"),
        _("Take or decline case %(case)s by tomorrow."),
    ),
    "case.accepted": (
        _("Acceptance of case %(case)s was approved"),
        _("%(name)s approved acceptance of case %(case)s. It waits for a mediator."),
    ),
    "case.acceptance_returned": (
        _("Acceptance of case %(case)s was sent back"),
        _("%(name)s sent acceptance of case %(case)s back: %(reason)s"),
    ),
    "case.closed": (
        _("Closing of case %(case)s was approved"),
        _("%(name)s approved closing of case %(case)s. A call-back falls due in thirty days."),
    ),
    "case.closing_returned": (
        _("Closing of case %(case)s was sent back"),
        _("%(name)s sent closing of case %(case)s back: %(reason)s"),
    ),
    "case.declined": (
        _("Case %(case)s waits for another mediator"),
        _("%(name)s gave case %(case)s back: %(reason)s. Assign it again."),
    ),
    "case.transferred": (
        _("Case %(case)s was transferred to %(station)s"),
        _("Case %(case)s came from %(before)s: %(reason)s. Assign it or take it up."),
    ),
    "deadline.confirmed": (
        _("The date you proposed for case %(case)s holds"),
        _("%(name)s confirmed %(day)s. The clock of case %(case)s now ends on that day."),
    ),
    "deadline.refused": (
        _("A date of case %(case)s stays as it was"),
        _("%(name)s kept the date you wanted changed in case %(case)s: %(reason)s"),
    ),
    "deadline.ahead": (
        _("%(what)s of case %(case)s is due on %(day)s"),
        _("%(what)s of case %(case)s (%(people)s) is due on %(day)s. Ground: %(citation)s."),
    ),
    "deadline.today": (
        _("%(what)s of case %(case)s is due today"),
        _("%(what)s of case %(case)s (%(people)s) is due today, %(day)s. Ground: %(citation)s."),
    ),
    "deadline.over": (
        _("%(what)s of case %(case)s is over term"),
        _("%(what)s of case %(case)s (%(people)s) was due on %(day)s and is not done. Ground: %(citation)s."),
    ),
    "deadline.unpaid": (
        _("An instalment of case %(case)s is late"),
        _("%(amount)s yuan of case %(case)s (%(people)s) were due on %(day)s and have not come."),
    ),
    "deadline.theirs": (
        _("%(receiver)s has not answered about case %(case)s"),
        _(
            "The answer of %(receiver)s about case %(case)s (%(people)s) was due on %(day)s. Ground: %(citation)s."
        ),
    ),
    "deadline.recounted": (
        _("%(what)s of case %(case)s is now due on %(day)s"),
        _("The holidays of that year were loaded: %(what)s of case %(case)s moves from %(old)s to %(day)s."),
    ),
    "deadline.right": (
        _("In case %(case)s the worker may now turn to arbitration"),
        _("%(what)s since %(day)s in case %(case)s (%(people)s). Ground: %(citation)s."),
    ),
    "handover.given": (
        _("%(name)s hands a shift over to you"),
        _("%(name)s hands over %(count)d open matters at %(station)s. Accept them by name."),
    ),
    "handover.accepted": (
        _("%(name)s took over the shift"),
        _("%(name)s accepted what you handed over at %(station)s."),
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
    "group.alarm": (
        _("Group visit: %(heads)s people at %(station)s"),
        _("%(station)s, case %(case)s: %(heads)s people came together. %(why)s. Call the station now."),
    ),
    "group.robot": (
        _("Group visit: %(heads)s people"),
        _("A group of %(heads)s people came to a station. The dispatcher has a notice about it."),
    ),
}
WORDS |= {
    "aid.applied": (
        _("An application for a lawyer waits for review"),
        _("Case %(case)s asks for a lawyer in arbitration or court. Review the application."),
    ),
    "aid.reviewed": (
        _("An application for a lawyer waits for your approval"),
        _("The application of case %(case)s was reviewed. Approve or refuse it."),
    ),
    "aid.approved": (
        _("A lawyer is to be commissioned for case %(case)s"),
        _("The application of case %(case)s was approved. Commission a lawyer without ties to either side."),
    ),
    "aid.refused": (
        _("The application of case %(case)s was refused"),
        _("The application for a lawyer in case %(case)s was refused; the reason stands on the case page."),
    ),
    "aid.commissioned": (
        _("You are commissioned in case %(case)s"),
        _("Look for a conflict on both sides of case %(case)s, then accept or decline."),
    ),
    "aid.undertaken": (
        _("The lawyer took case %(case)s"),
        _("The lawyer accepted the commission in case %(case)s."),
    ),
    "aid.declined": (
        _("The lawyer declined case %(case)s"),
        _("The commission in case %(case)s was declined; the reason stands on the case page."),
    ),
    "aid.concluded": (
        _("The lawyer reported the result of case %(case)s"),
        _("The representation in case %(case)s is concluded; see whether the money follows."),
    ),
    "aid.ended": (
        _("Your commission in case %(case)s was ended"),
        _("The commission in case %(case)s ended early. Hand the file back."),
    ),
}
WORDS |= {
    "robot.due": (
        _("%(number)s: %(what)s is due on %(day)s"),
        _("Open the case and see what is to be done."),
    ),
    "robot.late": (
        _("%(number)s: %(what)s was due on %(day)s and is not done"),
        _("Open the case and see what is to be done."),
    ),
    "robot.right": (
        _("%(number)s: %(what)s since %(day)s"),
        _("Open the case and see what is to be done."),
    ),
}
URGENT = {"group.alarm", "group.robot"}
