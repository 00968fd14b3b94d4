"""The acts on rows of the registers in sentences (see record.history)."""

from django.utils.translation import gettext_lazy as _

from parties.models import ChainLink

SENTENCES = {
    "parties.Person.record_person": _("%(by)s registered %(name)s."),
    "parties.Person.edit": _("%(by)s corrected the record:"),
    "parties.Person.merge": _("%(by)s merged the record %(gone)s into %(kept)s: %(reason)s"),
    "parties.Person.unmerge": _("%(by)s undid the merge of %(gone)s into %(kept)s."),
    "parties.Employer.record_employer": _("%(by)s registered %(name)s."),
    "parties.Employer.edit": _("%(by)s corrected the record:"),
    "parties.Employer.merge": _("%(by)s merged the record %(gone)s into %(kept)s: %(reason)s"),
    "parties.Employer.unmerge": _("%(by)s undid the merge of %(gone)s into %(kept)s."),
    "parties.Project.record_project": _("%(by)s registered %(name)s."),
    "parties.Project.edit": _("%(by)s corrected the record:"),
    "parties.Project.add_link": _("%(by)s added %(employer)s to the chain as %(role)s."),
    "parties.Project.edit_link": _("%(by)s changed what is known of %(employer)s in the chain."),
}
LABELS = {"parties.Project.add_link.role": ChainLink.LinkRole}
