"""Every address × every member of the cast: who gets in, who is refused, and for whom it does not exist.

`POLICY` says for each URL name what it needs: an act of stations.roles, and whether it hangs on a case. A
URL that is not listed fails the build. The cast's own case is with 海棠; 魏东 of 柳林 has every right a
mediator has, except over that case.
"""

from datetime import timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from cases.actions.access import own
from cases.models import CallBack, Case, Evidence
from cases.papers.pleadings import KINDS
from mediation.forms.papers import FORMS as PAPERS
from record.files import store
from stations.roles import may
from tests.login import log_in
from tests.people import a_case

# Without an account: log-in, health, and the public page that verifies a paper.
PUBLIC = {
    "account_login", "mfa_authenticate", "mfa_login_webauthn", "account_logout", "account_first_password",
    "portal:verify", "portal:progress", "reports:display", "healthz", "readyz", "language", "theme",
}  # fmt: skip

# Everybody who is logged in, about themselves or about nothing in particular.
EVERYONE = {
    "account_reauthenticate", "account_enrol", "account_change_password", "mfa_index", "mfa_activate_totp",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_remove_webauthn",
    "mfa_edit_webauthn", "stations:me", "api-schema", "api-docs", "law-deadline", "law-entitlements",
    "law-entitlement", "law-triage", "pieces", "desk:home", "desk:search", "desk:counters", "desk:notices",
    "desk:notices-read", "api-notices", "api-notices-read",
}  # fmt: skip

# A page that hangs on no case, and the act it needs.
PAGES = {
    "desk:undelivered": "outbox.decide",
    "desk:walk-in": "case.register", "desk:shifts": "case.handover", "desk:shift-give": "case.handover",
    "cases:list": "page.cases", "cases:intake": "page.intake", "cases:intake-group": "case.register",
    "cases:intake-preview": "page.intake", "cases:intake-find": "person.find",
    "cases:intake-employers": "employer.find", "cases:intake-contractors": "employer.find",
    "cases:find-people": "person.find", "cases:find-employers": "employer.find",
    "cases:intake-links": "employer.find", "cases:intake-projects": "employer.find",
    "cases:intake-employer": "employer.find", "cases:intake-take": "person.open",
    "cases:intake-draft": "page.intake", "cases:intake-group-draft": "page.intake",
    "cases:papers": "page.papers", "cases:ledger": "page.ledger",
    "cases:statement": "ledger.record", "api-statement": "ledger.record",
    "cases:referrals": "page.referrals",
    "cases:commissions": "aid.accept",
    "mediation:list": "page.mediation", "mediation:calendar": "page.mediation",
    "reports:dashboard": "page.reports", "reports:screen": "page.reports",
    "reports:displays": "display.keep", "reports:display-new": "display.keep", "reports:employers": "page.reports",
    "reports:sheets": "page.sheets", "reports:sheet-new": "sheet.make", "api-sheets": "page.sheets",
    "reports:evaluations": "page.reports", "reports:evaluation-new": "evaluation.make",
    "api-evaluations": "page.reports", "reports:campaigns": "page.sheets", "reports:campaign-new": "campaign.keep",
    "api-campaigns": "page.sheets", "reports:subscriptions": "page.reports",
    "reports:subscription-new": "report.schedule",
    "prevention:letters": "page.letters", "prevention:employer": "letter.draft", "api-letters": "page.letters",
    "reports:briefs": "page.reports", "reports:brief-new": "brief.make", "api-briefs": "page.reports",
    "law:rules": "page.law", "law:sheet": "page.law", "law:count": "page.law",
    "law:calendar": "page.law", "law:triage": "page.law", "law:entitlements": "page.law", "law:parameters": "page.law",
    "parties:people": "person.find", "parties:find-people": "person.find",
    "parties:employers": "employer.find", "parties:find-employers": "employer.find",
    "parties:conflicts": "employer.open", "stations:network": "page.network",
    "stations:partners": "page.network", "stations:open": "network.open",
    "stations:open_partner": "network.open", "stations:people": "page.network",
    "stations:new_person": "network.appoint", "stations:appointments": "page.network",
    "stations:settings": "security.policy", "stations:tokens": "token.issue",
    "stations:issue_token": "token.issue", "stations:own_token": "token.own", "stations:audit": "audit.read",
    "api-cases": "page.cases", "api-referrals": "page.referrals",
    "api-figures": "page.reports", "api-mediations": "page.mediation",
    "api-shifts": "case.handover", "api-shift-matters": "case.handover", "api-organisations": "page.network",
    "api-partners": "network.open", "api-members": "page.network", "api-appointments": "page.network",
    "api-audit": "audit.read", "api-audit-export": "audit.export",
    "api-paper-register": "page.papers", "api-ledger-instalments": "page.ledger",
    "api-ledger-entries": "page.ledger", "api-commissions": "aid.accept", "api-people": "person.edit",
    "api-people-find": "person.find", "api-employers": "employer.edit", "api-employers-find": "employer.find",
    "api-projects": "employer.edit", "api-projects-find": "employer.find", "api-conflicts": "employer.open",
}  # fmt: skip

# A page of one case: outside the scope it does not exist, whatever the role. None: whoever sees the case.
OF_A_CASE = {
    "cases:advise": "case.advise", "cases:promote": "case.promote",
    "cases:detail": None, "cases:panel": None, "cases:receipt": "case.print",
    "cases:receipt-sheet": "case.print", "cases:receipt-pdf": "case.print",
    "cases:request-acceptance": "case.request_acceptance", "cases:accept": "case.accept",
    "cases:send-back": "case.accept", "cases:reject": "case.reject", "cases:assign": "case.assign",
    "cases:decline": "case.decline", "cases:hand-back": "case.hand_back", "cases:transfer": "case.transfer",
    "cases:withdraw": "case.withdraw", "cases:follow": "case.follow",
    "cases:request-closing": "case.request_closing", "cases:close": "case.close",
    "cases:send-back-closing": "case.close", "cases:reopen": "case.reopen", "cases:contact": "case.contact",
    "cases:note": "case.note", "cases:next-action": "case.note", "cases:call-back": "case.contact",
    "cases:facts": "case.edit",
    "cases:campaign": "case.edit", "api-case-campaign": "case.edit",
    "cases:lift-silence": "case.contact", "cases:add-employer": "case.edit",
    "cases:add-person": "case.edit", "cases:party": "case.edit", "cases:party-leave": "case.edit",
    "prevention:of-case": None,
    "cases:pack": "case.print", "cases:pack-paper": "case.print",
    "cases:calls": "case.contact", "cases:call-all": "case.contact", "api-call-all": "case.contact",
    "cases:ledger-lump": "ledger.record", "api-lump": "ledger.record",
    "cases:roster": None, "cases:roster-act": "case.edit", "mediation:part": "mediation.end",
    "cases:sign-in": "case.print", "cases:roster-take": "case.edit", "cases:roster-template": "case.edit",
    "api-roster": "case.edit",
    "api-roster-act": "case.edit",
    "api-mediation-part": "mediation.end",
    "cases:add-claim": "case.edit", "cases:statistics": "case.edit", "cases:ledger-print": "ledger.record",
    "cases:award": "case.award", "cases:paper-sign": "mediation.sign",
    "cases:claim": "case.edit", "cases:claim-withdraw": "case.edit",
    "cases:evidence-add": "case.evidence", "cases:evidence": None, "cases:original": "case.evidence",
    "cases:evidence-withdraw": "case.evidence", "cases:deadline-override": "deadline.override",
    "cases:date-confirm": "deadline.confirm_override", "cases:date-refuse": "deadline.confirm_override",
    "cases:limitation": "limitation.record", "cases:papers-panel": "case.print", "cases:paper": "case.print",
    "cases:paper-void": "mediation.void", "cases:ledger-panel": None, "cases:ledger-record": "ledger.record",
    "cases:cash-receipt": "ledger.record", "cases:ledger-reverse": "ledger.reverse",
    "cases:ledger-hand-over": "ledger.record", "cases:ledger-confirm": "receipt.confirm",
    "cases:default": "case.default", "cases:resume-performance": "case.resume_performance",
    "cases:seek-confirmation": "case.seek_confirmation", "cases:confirm": "case.confirm",
    "cases:refuse-confirmation": "case.refuse_confirmation", "cases:referral-panel": None,
    "cases:referral-send": "referral.send", "cases:referral-recall": "referral.recall",
    "cases:referral-asked": "referral.answer", "cases:referral-reply": "referral.answer",
    "cases:aid-panel": None, "cases:aid-apply": "aid.apply", "cases:aid-letter": None,
    "cases:calculations": None, "cases:calculations-claim": "case.edit",
    "cases:calculate": "case.edit", "cases:calculation": None,
    "cases:calculation-claim": "case.edit", "cases:calculation-annex": "case.print",
    "mediation:room": "page.mediation", "mediation:panel": "page.cases", "mediation:take": "case.take",
    "mediation:say": "mediation.record", "mediation:typed": "mediation.draft",
    "mediation:offers": "mediation.record", "mediation:agreement": "mediation.draft",
    "mediation:preview": "case.print", "mediation:sign": "mediation.sign",
    "mediation:sign-together": "mediation.sign", "api-agreement-sign-together": "mediation.sign",
    "mediation:seal": "mediation.seal", "mediation:void": "mediation.void",
    "mediation:schedule": "mediation.schedule", "mediation:hold": "mediation.record",
    "mediation:cancel": "mediation.schedule", "mediation:ics": "page.mediation",
    "mediation:attempt": "mediation.record", "mediation:consent": "mediation.record",
    "mediation:disclose": "mediation.record", "mediation:recuse": "case.hand_back",
    "mediation:extend": "mediation.record", "mediation:end": "mediation.end", "mediation:paper": "case.print",
    "api-case": None, "api-case-events": None, "api-case-approvals": None,
    "api-case-advise": "case.advise", "api-case-promote": "case.promote",
    "api-case-request-acceptance": "case.request_acceptance", "api-case-accept": "case.accept",
    "api-case-send-back": "case.accept", "api-case-reject": "case.reject", "api-case-assign": "case.assign",
    "api-case-decline": "case.decline", "api-case-hand-back": "case.hand_back",
    "api-case-transfer": "case.transfer", "api-case-withdraw": "case.withdraw",
    "api-case-follow": "case.follow", "api-case-request-closing": "case.request_closing",
    "api-case-close": "case.close", "api-case-send-back-closing": "case.close",
    "api-case-reopen": "case.reopen", "api-case-facts": "case.edit", "api-parties": None,
    "api-parties-employer": "case.edit", "api-parties-person": "case.edit", "api-party": "case.edit",
    "api-party-leave": "case.edit", "api-claims": "case.edit", "api-claim": "case.edit",
    "api-claim-withdraw": "case.edit", "api-contacts": None, "api-case-note": "case.note",
    "api-next-action": "case.note", "api-lift-silence": "case.contact", "api-call-backs": None,
    "api-call-back": "case.contact", "api-evidence": None, "api-evidence-file": None,
    "api-evidence-original": "case.evidence", "api-evidence-withdraw": "case.evidence",
    "api-case-deadlines": None, "api-deadline-override": "deadline.override",
    "api-date-confirm": "deadline.confirm_override", "api-date-refuse": "deadline.confirm_override",
    "api-limitation": None, "api-papers": "case.print", "api-paper": "case.print",
    "api-paper-void": "mediation.void", "api-receipt": "case.print", "api-case-ledger": None,
    "api-case-instalments": None, "api-ledger-reverse": "ledger.reverse",
    "api-ledger-hand-over": "ledger.record", "api-ledger-confirm": "receipt.confirm",
    "api-cash-receipt": "ledger.record", "api-case-default": "case.default",
    "api-case-resume-performance": "case.resume_performance", "api-case-award": "case.award",
    "api-case-sue": "case.sue", "cases:sue": "case.sue",
    "api-triage": None, "cases:triage": "case.edit",
    "api-calculations": None, "api-calculation": None, "api-calculation-claim": "case.edit",
    "api-calculation-annex": "case.print", "api-calculations-claim": "case.edit",
    "api-case-seek-confirmation": "case.seek_confirmation", "api-case-confirm": "case.confirm",
    "api-case-refuse-confirmation": "case.refuse_confirmation", "api-case-referrals": None,
    "api-referral-recall": "referral.recall", "api-referral-asked": "referral.answer",
    "api-referral-reply": "referral.answer", "api-aid": None, "api-aid-letter": None,
    "api-aid-review": "aid.review", "api-aid-approve": "aid.approve", "api-aid-refuse": "aid.approve",
    "api-aid-commission": "aid.commission", "api-aid-undertake": "aid.accept",
    "api-aid-decline": "aid.decline", "api-aid-hours": "aid.report", "api-aid-conclude": "aid.report",
    "api-aid-end": "aid.commission", "api-mediation": "page.cases", "api-mediation-take": "case.take",
    "api-mediation-disclose": "mediation.record", "api-mediation-recuse": "case.hand_back",
    "api-mediation-consent": "mediation.record", "api-mediation-attempt": "mediation.record",
    "api-mediation-extend": "mediation.record", "api-mediation-end": "mediation.end",
    **{f"api-mediation-paper-{kind}": "case.print" for kind in PAPERS},
    **{f"api-pack-{kind}": "case.print" for kind in KINDS},
    "api-sessions": "page.cases", "api-session-hold": "mediation.record",
    "api-session-cancel": "mediation.schedule", "api-minutes": "page.mediation",
    "api-confide": "mediation.record", "api-offers": "page.mediation", "api-agreement": "page.cases",
    "api-agreement-finalise": "mediation.draft", "api-agreement-sign": "mediation.sign",
    "api-agreement-seal": "mediation.seal", "api-agreement-void": "mediation.void",
}  # fmt: skip

# Another record found through the cases in scope or by its own rule; tests of its own say who sees it.
BY_THEIR_OWN_RULE = {
    "desk:shift", "desk:undelivered-again", "desk:undelivered-leave",
    "cases:referral-book",
    "cases:referral", "cases:referral-paper", "cases:referral-evidence", "cases:aid-step", "cases:person-cases",
    "cases:edit-person", "cases:merge-person", "cases:employer-cases", "cases:edit-employer",
    "cases:merge-employer", "cases:unmerge", "stations:exports", "stations:export",
    "stations:export_ask", "stations:export_order", "stations:export_approve", "stations:export_refuse",
    "stations:export_fetch",
    "parties:person", "parties:open", "parties:unmask", "parties:employer",
    "parties:unmask-employer", "parties:project", "parties:edit-project", "reports:rows", "reports:tab", "law:rule",
    "law:entitlement", "law:parameter", "cases:statement-taken", "api-statement-taken",
    "reports:display-revoke",
    "stations:organisation", "stations:rename", "stations:amend", "stations:suspend", "stations:resume",
    "stations:add_body", "stations:close_body", "stations:person", "stations:amend_person",
    "stations:appoint", "stations:link", "stations:suspend_person", "stations:resume_person",
    "stations:roster", "stations:off_roster", "stations:end_sessions", "stations:reset_factors",
    "stations:transfer", "stations:end_post", "stations:grant", "stations:refuse", "stations:withdraw",
    "stations:revoke_token", "api-referral", "api-referral-paper", "api-referral-evidence",
    "api-referral-accept", "api-referral-return", "api-referral-report", "api-person", "api-person-open",
    "api-person-unmask", "api-person-cases", "api-person-correct", "api-person-merge", "api-employer",
    "api-employer-unmask", "api-employer-cases", "api-employer-correct", "api-employer-merge", "api-unmerge",
    "api-shift-accept", "api-organisation", "api-organisation-rename", "api-organisation-amend",
    "api-organisation-suspend", "api-organisation-resume", "api-bodies", "api-body-close", "api-member",
    "api-member-amend", "api-member-suspend", "api-member-resume", "api-member-roster",
    "api-member-off-roster", "api-member-posts", "api-member-end-sessions", "api-member-reset-factors",
    "api-post-transfer", "api-post-end", "api-appointment-grant", "api-appointment-refuse",
    "api-appointment-withdraw",
    "api-project", "api-project-correct", "api-project-links",
    "reports:sheet", "reports:sheet-correct", "reports:sheet-pdf", "reports:sheet-xlsx", "reports:sheet-move",
    "api-sheet", "api-sheet-remake", "api-sheet-review", "api-sheet-send-back", "api-sheet-correct",
    "reports:evaluation", "reports:evaluation-pdf", "reports:evaluation-xlsx", "reports:evaluation-move",
    "api-evaluation", "reports:campaign", "reports:campaign-end", "api-campaign", "reports:subscription-move",
    "prevention:new", "prevention:letter", "prevention:amend", "prevention:pdf", "prevention:file", "prevention:move",
    "prevention:of-employer", "api-letter", "api-letter-submit", "api-letter-serve", "api-letter-answer",
    "api-letter-mend", "api-letter-give-up", "api-letter-drop",
    "reports:brief", "reports:brief-pdf", "reports:brief-withdraw", "api-brief", "api-brief-pdf",
}  # fmt: skip

# Below a case, and not there before a mediation began or a print was made.
MAYBE_ABSENT = ("mediation:", "api-mediation", "api-offers", "api-agreement", "cases:receipt-pdf")

CAST = ("zhou", "lin", "zheng", "qian", "wei", "tang", "gao", "xu", "he", "luo", "fan", "cai", "deng")


def url_names(patterns=None, namespace=""):
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            inside = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from url_names(entry.url_patterns, inside)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or str(entry.pattern)}"


def test_every_address_has_its_row():
    listed = PUBLIC | EVERYONE | set(PAGES) | set(OF_A_CASE) | BY_THEIR_OWN_RULE

    assert set(url_names()) - listed == set()


@pytest.fixture
def scene(city):
    """A case of 海棠 with one of everything that a URL below it may name; returns the URL arguments."""
    case = a_case(city)
    day = case.received_on
    worker = case.parties.get(role="applicant")
    file = store(b"%PDF-1.4 evidence", name="slip.pdf", media_type="application/pdf", by=city.zhou)
    evidence = Evidence.objects.create(
        case=case, kind="other", title="工资条", file=file, received_on=day, by=city.zhou
    )
    call_back = CallBack.objects.create(case=case, kind="promised", due_on=day + timedelta(days=1))
    return {
        "pk": case.pk, "panel": "parties", "kind": "consent_inquiry", "what": "minutes",
        "party_pk": worker.pk, "claim_pk": worker.claims.first().pk, "evidence_pk": evidence.pk,
        "call_back_pk": call_back.pk, "deadline_pk": case.deadlines.first().pk,
        "entry_pk": case.entries.first().pk, "approval_pk": 0, "paper_pk": 0, "referral_pk": 0,
        "session_pk": 0, "application_pk": 0, "calculation_pk": 0, "name": "severance",
    }  # fmt: skip


def answer(client, name, arguments=None):
    """The status of a GET, or of an empty POST where the address only takes that."""
    path = reverse(name, kwargs=arguments)
    status = client.get(path).status_code
    return client.post(path).status_code if status == 405 else status


def arguments_of(name, scene):
    wanted = {key for one in get_resolver_of(name) for key in one}
    return {key: scene[key] for key in wanted}


def get_resolver_of(name):
    namespace, _colon, plain = name.rpartition(":")
    resolver = get_resolver()
    if namespace:
        _prefix, resolver = resolver.namespace_dict[namespace]
    return [
        params for possibility in resolver.reverse_dict.getlist(plain) for _result, params in possibility[0]
    ]


@pytest.mark.parametrize("who", CAST)
def test_a_page_of_a_case_opens_by_scope_and_right(client, city, scene, who):
    person = city.people[who]
    log_in(client, person)
    in_scope = who in ("zhou", "lin", "zheng", "qian")
    wrong = {}

    for name, act in OF_A_CASE.items():
        status = answer(client, name, arguments_of(name, scene))
        if not in_scope:
            fits = status in (404, 302) if who == "deng" else status == 404
        elif act and not may(person, act):
            fits = status == 403
        else:
            # a mediation, a print or a record below the case may not be there yet; the case itself is
            absent = (
                name.startswith(
                    ("mediation:", "api-mediation", "api-offers", "api-agreement", "cases:receipt-pdf")
                )
                or len(arguments_of(name, scene)) > 1
            )
            fits = status < 500 and status != 403 and (status != 404 or absent)
        if not fits:
            wrong[name] = status

    assert wrong == {}


@pytest.mark.parametrize("who", CAST)
def test_a_page_without_a_case_opens_by_right_alone(client, city, who):
    person = city.people[who]
    log_in(client, person)

    wrong = {}
    for name, act in PAGES.items():
        status = answer(client, name)
        allowed = may(person, act)
        if (status == 403) == allowed or status >= 500:
            wrong[name] = status

    assert wrong == {}


def test_nobody_gets_anywhere_without_logging_in(client, city, scene):
    wrong = {}
    for name in [*PAGES, *OF_A_CASE]:
        status = answer(client, name, arguments_of(name, scene))
        if status not in (302, 401, 403):
            wrong[name] = status

    assert wrong == {}


def test_a_station_that_handed_a_case_on_reads_it_and_cannot_write(client, city, scene):
    own(Case.objects.get(pk=scene["pk"]), city.liulin, at=timezone.now())
    log_in(client, city.lin)

    assert client.get(reverse("cases:detail", args=[scene["pk"]])).status_code == 200
    assert client.post(reverse("cases:note", args=[scene["pk"]]), {"text": "x"}).status_code == 403


def test_a_suspended_person_is_out_at_the_next_request(client, city):
    log_in(client, city.lin)
    city.lin.is_active = False
    city.lin.save()

    assert client.get(reverse("cases:list")).status_code == 302
