from django.urls import path

from cases.views import (
    contacts,
    deadlines,
    evidence,
    exports,
    intake,
    list,
    moves,
    overview,
    panels,
    papers,
    parties,
    registers,
)

app_name = "cases"

INTAKE = [
    path("intake/", intake.card, name="intake"),
    path("intake/group/", intake.group, name="intake-group"),
    path("intake/preview/", intake.preview, name="intake-preview"),
    path("intake/find/", intake.find, name="intake-find"),
    path("intake/take/", intake.take, name="intake-take"),
    path("intake/employers/", intake.find_employer, {"name": "employer"}, name="intake-employers"),
    path("intake/contractors/", intake.find_employer, {"name": "contractor"}, name="intake-contractors"),
    path("intake/links/", intake.find_employer, {"name": "link-employer_name"}, name="intake-links"),
    path("intake/projects/", intake.find_project, name="intake-projects"),
    path("intake/employer/", intake.employer, name="intake-employer"),
    path("intake/draft/", intake.draft, name="intake-draft"),
    path("cases/<int:pk>/receipt/", intake.receipt, name="receipt"),
    path("cases/<int:pk>/receipt/sheet/", intake.receipt_sheet, name="receipt-sheet"),
    path("cases/<int:pk>/receipt/pdf/", intake.receipt_pdf, name="receipt-pdf"),
    path("people/<int:pk>/cases/", registers.cases_of, {"register": "person"}, name="person-cases"),
    path("people/<int:pk>/edit/", registers.edit, {"register": "person"}, name="edit-person"),
    path("people/<int:pk>/merge/", registers.merge, {"register": "person"}, name="merge-person"),
    path("employers/<int:pk>/cases/", registers.cases_of, {"register": "employer"}, name="employer-cases"),
    path("employers/<int:pk>/edit/", registers.edit, {"register": "employer"}, name="edit-employer"),
    path("employers/<int:pk>/merge/", registers.merge, {"register": "employer"}, name="merge-employer"),
    path("merges/<int:pk>/undo/", registers.unmerge, name="unmerge"),
]

LIST = [
    path("cases/", list.cases, name="list"),
    path("cases/export/", exports.download, name="export"),
    path("cases/export/ask/", exports.ask, name="export-ask"),
    path("cases/exports/", exports.requests, name="exports"),
    path("cases/exports/<int:pk>/", exports.fetch, name="export-fetch"),
    path("cases/exports/<int:pk>/approve/", exports.approve, name="export-approve"),
    path("cases/exports/<int:pk>/refuse/", exports.refuse, name="export-refuse"),
]

CASE = [
    path("cases/<int:pk>/", overview.detail, name="detail"),
    path("cases/<int:pk>/panel/<str:panel>/", panels.panel, name="panel"),
    path("cases/<int:pk>/request-acceptance/", moves.request_acceptance, name="request-acceptance"),
    path("cases/<int:pk>/accept/", moves.accept, name="accept"),
    path("cases/<int:pk>/send-back/", moves.send_back, name="send-back"),
    path("cases/<int:pk>/reject/", moves.reject, name="reject"),
    path("cases/<int:pk>/assign/", moves.assign, name="assign"),
    path("cases/<int:pk>/decline/", moves.decline, name="decline"),
    path("cases/<int:pk>/hand-back/", moves.hand_back, name="hand-back"),
    path("cases/<int:pk>/transfer/", moves.transfer, name="transfer"),
    path("cases/<int:pk>/withdraw/", moves.withdraw, name="withdraw"),
    path("cases/<int:pk>/follow/", moves.follow, name="follow"),
    path("cases/<int:pk>/request-closing/", moves.request_closing, name="request-closing"),
    path("cases/<int:pk>/close/", moves.close, name="close"),
    path("cases/<int:pk>/send-back-closing/", moves.send_back_closing, name="send-back-closing"),
    path("cases/<int:pk>/reopen/", moves.reopen, name="reopen"),
    path("cases/<int:pk>/contact/", contacts.record_contact, name="contact"),
    path("cases/<int:pk>/note/", contacts.write_note, name="note"),
    path("cases/<int:pk>/next-action/", contacts.set_next_action, name="next-action"),
    path("cases/<int:pk>/call-backs/<int:call_back_pk>/", contacts.call_back, name="call-back"),
    path("cases/<int:pk>/facts/", parties.edit_facts, name="facts"),
    path("cases/<int:pk>/lift-silence/", parties.lift_silence, name="lift-silence"),
    path("cases/<int:pk>/parties/employer/", parties.add_employer, name="add-employer"),
    path("cases/<int:pk>/parties/person/", parties.add_person, name="add-person"),
    path("cases/<int:pk>/parties/<int:party_pk>/", parties.edit_party, name="party"),
    path("cases/<int:pk>/parties/<int:party_pk>/leave/", parties.leave, name="party-leave"),
    path("cases/<int:pk>/claims/", parties.add_claim, name="add-claim"),
    path("cases/<int:pk>/claims/<int:claim_pk>/", parties.edit_claim, name="claim"),
    path("cases/<int:pk>/claims/<int:claim_pk>/withdraw/", parties.withdraw_claim, name="claim-withdraw"),
    path("cases/<int:pk>/evidence/", evidence.add, name="evidence-add"),
    path("cases/<int:pk>/evidence/<int:evidence_pk>/", evidence.read, name="evidence"),
    path("cases/<int:pk>/evidence/<int:evidence_pk>/original/", evidence.see_original, name="original"),
    path("cases/<int:pk>/evidence/<int:evidence_pk>/withdraw/", evidence.withdraw, name="evidence-withdraw"),
    path("cases/<int:pk>/deadlines/<int:deadline_pk>/", deadlines.propose, name="deadline-override"),
    path("cases/<int:pk>/dates/<int:approval_pk>/confirm/", deadlines.confirm, name="date-confirm"),
    path("cases/<int:pk>/dates/<int:approval_pk>/refuse/", deadlines.refuse, name="date-refuse"),
    path("cases/<int:pk>/limitation/", deadlines.record_fact, name="limitation"),
]

PAPERS = [
    path("papers/", papers.register, name="papers"),
    path("cases/<int:pk>/papers/", papers.panel, name="papers-panel"),
    path("cases/<int:pk>/papers/<int:paper_pk>/", papers.download, name="paper"),
    path("cases/<int:pk>/papers/<int:paper_pk>/void/", papers.void, name="paper-void"),
]

urlpatterns = INTAKE + LIST + CASE + PAPERS
