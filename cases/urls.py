from django.urls import path

from cases.views import (
    aid,
    calculation,
    calls,
    campaign,
    contacts,
    deadlines,
    evidence,
    intake,
    ledger,
    list,
    lump,
    moves,
    overview,
    pack,
    panels,
    papers,
    parties,
    referral,
    registers,
    roster,
    statement,
    triage,
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
    path("intake/group/draft/", intake.draft, {"card": intake.GROUP_DRAFT}, name="intake-group-draft"),
    path("cases/<int:pk>/advise/", intake.advise, name="advise"),
    path("cases/<int:pk>/promote/", intake.promote, name="promote"),
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
    path("cases/<int:pk>/triage/", triage.triage, name="triage"),
    path("cases/<int:pk>/facts/", parties.edit_facts, name="facts"),
    path("cases/<int:pk>/campaign/", campaign.label, name="campaign"),
    path("cases/<int:pk>/lift-silence/", parties.lift_silence, name="lift-silence"),
    path("cases/find/people/", parties.find_people_named, name="find-people"),
    path("cases/find/employers/", intake.find_employer, {"name": "name"}, name="find-employers"),
    path("cases/<int:pk>/parties/employer/", parties.add_employer, name="add-employer"),
    path("cases/<int:pk>/parties/person/", parties.add_person, name="add-person"),
    path("cases/<int:pk>/parties/<int:party_pk>/", parties.edit_party, name="party"),
    path("cases/<int:pk>/parties/<int:party_pk>/leave/", parties.leave, name="party-leave"),
    path("cases/<int:pk>/statistics/", parties.fill_statistics, name="statistics"),
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

ROSTER = [
    path("cases/<int:pk>/roster/", roster.roster, name="roster"),
    path("cases/<int:pk>/roster/sign-in/", roster.sign_in, name="sign-in"),
    path("cases/<int:pk>/roster/act/", roster.act, name="roster-act"),
    path("cases/<int:pk>/roster/take/", roster.take, name="roster-take"),
    path("cases/<int:pk>/roster/template/", roster.template, name="roster-template"),
]

PAPERS = [
    path("papers/", papers.register, name="papers"),
    path("cases/<int:pk>/papers/", papers.panel, name="papers-panel"),
    path("cases/<int:pk>/papers/<int:paper_pk>/", papers.download, name="paper"),
    path("cases/<int:pk>/papers/<int:paper_pk>/sign/", papers.sign, name="paper-sign"),
    path("cases/<int:pk>/papers/<int:paper_pk>/void/", papers.void, name="paper-void"),
]

CALCULATION = [
    path("cases/<int:pk>/calculations/", calculation.calculations, name="calculations"),
    path("cases/<int:pk>/calculate/<str:name>/", calculation.calculate, name="calculate"),
    path("cases/<int:pk>/calculations/claim/", calculation.claim_all, name="calculations-claim"),
    path("cases/<int:pk>/calculations/<int:calculation_pk>/", calculation.calculation, name="calculation"),
    path(
        "cases/<int:pk>/calculations/<int:calculation_pk>/claim/", calculation.claim, name="calculation-claim"
    ),
    path(
        "cases/<int:pk>/calculations/<int:calculation_pk>/annex/", calculation.annex, name="calculation-annex"
    ),
]

PACK = [
    path("cases/<int:pk>/pack/", pack.pack, name="pack"),
    path("cases/<int:pk>/pack/<str:kind>/", pack.paper, name="pack-paper"),
]

LEDGER = [
    path("ledger/", ledger.ledger_page, name="ledger"),
    path("ledger/statement/", statement.take, name="statement"),
    path("ledger/statement/<int:pk>/", statement.taken, name="statement-taken"),
    path("cases/<int:pk>/calls/", calls.calls, name="calls"),
    path("cases/<int:pk>/calls/all/", calls.call_all, name="call-all"),
    path("cases/<int:pk>/ledger/", ledger.panel, name="ledger-panel"),
    path("cases/<int:pk>/ledger/record/", ledger.record, name="ledger-record"),
    path("cases/<int:pk>/ledger/lump/", lump.lump, name="ledger-lump"),
    path("cases/<int:pk>/ledger/print/", ledger.print_ledger, name="ledger-print"),
    path("cases/<int:pk>/ledger/receipt/", ledger.cash_receipt, name="cash-receipt"),
    path("cases/<int:pk>/ledger/<int:entry_pk>/reverse/", ledger.reverse_entry, name="ledger-reverse"),
    path("cases/<int:pk>/ledger/<int:entry_pk>/hand-over/", ledger.hand_over, name="ledger-hand-over"),
    path("cases/<int:pk>/ledger/<int:entry_pk>/confirm/", ledger.confirm_receipt, name="ledger-confirm"),
    path("cases/<int:pk>/default/", ledger.default, name="default"),
    path("cases/<int:pk>/resume-performance/", ledger.resume, name="resume-performance"),
    path("cases/<int:pk>/seek-confirmation/", ledger.seek_confirmation, name="seek-confirmation"),
    path("cases/<int:pk>/confirm/", ledger.confirm, name="confirm"),
    path("cases/<int:pk>/award/", ledger.award, name="award"),
    path("cases/<int:pk>/sue/", ledger.sue, name="sue"),
    path("cases/<int:pk>/refuse-confirmation/", ledger.refuse_confirmation, name="refuse-confirmation"),
]

REFERRAL = [
    path("referrals/", referral.referrals, name="referrals"),
    path("referrals/book/", referral.book, name="referral-book"),
    path("referrals/<int:pk>/", referral.page, name="referral"),
    path("referrals/<int:pk>/papers/<int:paper_pk>/", referral.paper, name="referral-paper"),
    path("referrals/<int:pk>/evidence/<int:evidence_pk>/", referral.evidence, name="referral-evidence"),
    path("cases/<int:pk>/referrals/", referral.panel, name="referral-panel"),
    path("cases/<int:pk>/referrals/send/", referral.send, name="referral-send"),
    path("cases/<int:pk>/referrals/<int:referral_pk>/recall/", referral.recall, name="referral-recall"),
    path("cases/<int:pk>/referrals/<int:referral_pk>/asked/", referral.asked, name="referral-asked"),
    path("cases/<int:pk>/referrals/<int:referral_pk>/reply/", referral.reply, name="referral-reply"),
]

AID = [
    path("commissions/", aid.commissions, name="commissions"),
    path("cases/<int:pk>/aid/", aid.panel, name="aid-panel"),
    path("cases/<int:pk>/aid/apply/", aid.apply, name="aid-apply"),
    path("cases/<int:pk>/aid/<int:application_pk>/letter/", aid.letter, name="aid-letter"),
    path("cases/<int:pk>/aid/<int:application_pk>/<str:name>/", aid.step, name="aid-step"),
]

urlpatterns = INTAKE + LIST + CASE + ROSTER + PAPERS + CALCULATION + PACK + LEDGER + REFERRAL + AID
