"""一函两书: from the draft to what came of it; every step by its person, every day counted by its article."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal import proofs
from prevention.actions import letter as verbs
from prevention.actions import reminders
from prevention.drafting import proposal
from prevention.invariants import letters_have_no_gap
from prevention.models import Letter
from prevention.papers import LETTERS
from prevention.printing import as_paper
from record import drain
from record.models import Event, Notice, RenderJob
from record.refusals import Refused
from tests.documents.prints import pages_of, printed, squeezed, text_of
from tests.login import log_in
from tests.people import MONDAY, an_accepted_case, morning
from tests.prevention.stories import (
    AT,
    a_draft,
    a_refused_opinion,
    a_served,
    a_suggestion,
    a_waiting,
    an_employer,
    an_issued,
    the_bureau,
)

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OPINION, REMINDER, SUGGESTION = Letter.Kind.OPINION, Letter.Kind.REMINDER, Letter.Kind.SUGGESTION


def test_a_letter_is_signed_off_by_another_person_than_its_drafter_and_numbered_then(city):
    waiting = a_waiting(city, OPINION)
    with pytest.raises(Refused) as refused:
        verbs.sign(waiting, by=city.lin, on=MONDAY, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=waiting.pk).update(signed_by=city.lin)

    signed = verbs.sign(waiting, by=city.qian, on=MONDAY, at=AT)

    assert refused.value.code == "letter.same_person"
    assert (signed.number, signed.state) == (f"示范工监意〔{MONDAY.year}〕1号", "issued")
    assert "12名职工反映你单位拖欠工资" in signed.text


def test_each_kind_counts_its_own_numbers_and_a_void_one_is_never_given_again(city):
    first = an_issued(city)
    verbs.void(first, reason="收件单位写错", by=city.zheng, at=AT)
    second, other = (
        an_issued(city, employer=first.employer),
        an_issued(city, OPINION, employer=first.employer),
    )

    numbers = [one.number.split("〕")[1] for one in (first, second, other)]
    assert numbers == ["1号", "2号", "1号"]
    assert list(letters_have_no_gap()) == []
    with pytest.raises(Refused) as refused:
        verbs.void(second, reason="收件单位写错", by=city.qian, at=AT)
    assert refused.value.code == "letter.void_second_person"


def test_a_number_that_is_lost_is_found_by_the_nightly_check(city):
    letter = an_issued(city)
    Letter.objects.filter(pk=letter.pk).update(number="示范工监提〔2026〕7号")

    assert len(list(letters_have_no_gap())) == 1


def test_the_print_is_made_once_and_its_code_is_known_to_the_public_page(city, client):
    letter = an_issued(city, OPINION)
    drain.drain_renders(RenderJob.objects.get().next_at)
    letter.refresh_from_db()

    proof = proofs.find(letter.verify_code)

    assert (proof.number, proof.state, proof.text_hash) == (letter.number, "issued", letter.text_hash)
    assert proof.file_hashes == (letter.file.sha256,)
    page = client.get(reverse("portal:verify", args=[letter.verify_code])).content.decode()
    assert letter.number in page
    assert "示固" not in page


def test_the_opinion_bears_facts_law_demands_periods_and_a_stub(city):
    context = as_paper(a_draft(city, OPINION), signer=city.qian, on=MONDAY)

    pdf = printed(LETTERS[OPINION].template, context)

    text = squeezed(text_of(pdf))
    for words in (
        "查明的事实", "协商情况", "违反了《中华人民共和国劳动法》第五十条", "15个工作日内书面答复",
        "《山东省工会劳动法律监督条例》第十八条", "5个工作日内书面说明理由", "存根", "拟稿人林秀云", "签发人钱伟",
    ):  # fmt: skip
        assert words in text, words
    assert len(pages_of(pdf)) == 3 or len(pages_of(pdf)) == 2


def test_a_worker_s_number_in_the_facts_stops_the_letter_before_it_is_submitted(city):
    draft = a_draft(city, facts="职工证件号370211198503060317反映欠薪")

    with pytest.raises(Refused) as refused:
        verbs.submit(draft, by=city.lin, at=AT)

    assert refused.value.code == "paper.refused"
    assert Letter.objects.get(pk=draft.pk).state == "draft"


def test_the_answer_is_due_fifteen_working_days_after_service_and_reminded_of_once(city):
    letter = a_served(city, OPINION, on=date(2026, 2, 3))

    # 2026: the Spring Festival lies between (domain B.0, worked example 29)
    assert (letter.rule, letter.reply_on, letter.reply_due_on) == (
        "SUP-03",
        date(2026, 3, 2),
        date(2026, 3, 2),
    )

    days = [letter.reply_on + timedelta(days=n) for n in (-4, -3, -2, 0, 1, 2)]
    for day in days:
        reminders.tick(morning(day))
        reminders.tick(morning(day))
    kinds = Notice.objects.filter(kind__in=["letter.near", "letter.late"], channel="app").order_by("pk")
    assert list(kinds.values_list("kind", "recipient__username")) == [
        ("letter.near", "lin"), ("letter.late", "lin"), ("letter.late", "zheng"),
    ]  # fmt: skip


def test_an_opinion_needs_talks_that_failed_and_a_suggestion_an_opinion_that_led_to_nothing(city):
    with pytest.raises(Refused) as talks:
        a_draft(city, OPINION, negotiation=" ")
    reminder = a_served(city)
    with pytest.raises(Refused) as ladder:
        a_draft(
            city, SUGGESTION, employer=reminder.employer, follows=reminder, receiver=the_bureau()
        )  # fmt: skip
    opinion = a_served(city, OPINION, employer=reminder.employer)
    with pytest.raises(Refused) as waits:
        a_draft(city, SUGGESTION, employer=opinion.employer, follows=opinion, receiver=the_bureau())

    assert [one.value.code for one in (talks, ladder, waits)] == [
        "letter.not_negotiated", "letter.no_opinion", "letter.opinion_open",
    ]  # fmt: skip


def test_signing_the_next_letter_closes_the_one_before_as_not_put_right(city):
    reminder = a_served(city)
    opinion = an_issued(city, OPINION, employer=reminder.employer, follows=reminder)

    reminder.refresh_from_db()

    assert (reminder.state, reminder.conclusion) == ("not_mended", opinion.number)


def test_the_suggestion_goes_to_the_authority_and_tells_what_became_of_the_opinion(city):
    context = as_paper(a_suggestion(city), signer=city.qian, on=MONDAY)

    text = squeezed(LETTERS[SUGGESTION].text(context))

    assert "区人社局" in text or "人力资源" in text
    assert "送达《工会劳动法律监督意见书》" in text
    assert "你单位拒绝协商" in text


def test_a_letter_that_was_put_right_after_all_counts_as_put_right(city):
    opinion = a_refused_opinion(city)

    verbs.mend(opinion, mended_on=MONDAY, how="工资已全部发放", by=city.lin, at=AT)

    assert Letter.objects.get(pk=opinion.pk).state == "mended"


def test_the_form_begins_with_what_the_cases_tell_and_names_no_worker(city):
    case = an_accepted_case(city)
    respondent = case.parties.get(role="respondent").employer

    words = proposal(REMINDER, respondent, user=city.lin)

    assert f"{case.claimed_total:.2f}元" in words["facts"]
    assert "1名职工" in words["facts"]
    assert case.parties.get(role="applicant").person.name not in words["facts"]
    assert "《中华人民共和国劳动法》第五十条" in words["basis"]


def test_a_letter_goes_its_way_on_the_pages(city, client):
    case = an_accepted_case(city)
    respondent = case.parties.get(role="respondent").employer
    log_in(client, city.lin)
    address = f"{reverse('prevention:new')}?employer={respondent.pk}&case={case.pk}"
    typed = client.get(address).context["form"].initial
    empty = client.post(address, {**typed, "facts": "", "key": "k0"})
    made = client.post(address, {**typed, "key": "k1"})
    letter = Letter.objects.get()

    assert empty.status_code == 422
    assert typed["basis"].splitlines()[0] in empty.content.decode()
    assert made.url == reverse("prevention:letter", args=[letter.pk])
    client.post(
        reverse("prevention:move", args=[letter.pk, "submit"]), {"key": "k2", "version": letter.version}
    )
    assert "签发" not in [act["word"] for act in client.get(made.url).context["acts"]]
    assert client.get(reverse("prevention:move", args=[letter.pk, "sign"])).status_code == 403

    log_in(client, city.qian)
    assert letter.employer.name in client.get("/").content.decode()  # it waits on the head's workbench
    client.post(reverse("prevention:move", args=[letter.pk, "sign"]), {"key": "k3"})
    letter.refresh_from_db()
    assert letter.state == "issued"
    assert Event.objects.filter(filed_under=case.pk, subject_type="prevention.Letter", kind="sign").exists()
    for name in ("cases:panel", "prevention:of-case"):
        where = [case.pk, "log"] if name == "cases:panel" else [case.pk]
        assert letter.number in client.get(reverse(name, args=where)).content.decode()


def test_a_letter_is_not_there_for_another_station_and_its_employer_shows_only_a_number(city, client):
    letter = an_issued(city)
    log_in(client, city.wei)

    assert client.get(reverse("prevention:letter", args=[letter.pk])).status_code == 404
    panel = client.get(reverse("prevention:of-employer", args=[letter.employer_id])).content.decode()
    assert letter.number not in panel
    assert "另有其他单位的函件1份" in panel


def test_the_list_finds_by_employer_number_state_and_day(city, client):
    letter, other = an_issued(city), an_issued(city, employer=an_employer(city, "海棠示北电子（演示）"))
    late = a_served(city, OPINION, employer=letter.employer, on=date(2026, 3, 9))
    log_in(client, city.lin)

    def found(**query):
        return {row.pk for row in client.get(reverse("prevention:letters"), query).context["rows"]}

    assert found() == {letter.pk, other.pk, late.pk}
    assert found(q="示北") == {other.pk}
    assert found(q=late.number) == {late.pk}
    assert found(state="late") == {late.pk}
    assert found(kind="reminder", since="2026-03-01", until="2026-03-31") == {letter.pk, other.pk}
    assert found(since="2026-04-02", until="2026-04-01") == set()


def test_a_program_drafts_submits_and_follows_a_letter_but_does_not_sign_it(city, client):
    log_in(client, city.lin)
    employer = an_employer(city)
    body = {
        "kind": "opinion", "employer": employer.pk, "subject": "拖欠工资问题", "facts": "欠薪。", "measures": "支付",
        "basis": "《中华人民共和国劳动法》第五十条", "negotiation": "拒绝协商",
    }  # fmt: skip

    def post(path, body, key):
        headers = {"Idempotency-Key": key}
        return client.post(path, body, content_type="application/json", headers=headers)

    missing = post("/api/v1/letters/", {**body, "negotiation": ""}, "a1")
    made = post("/api/v1/letters/", body, "a2")
    again = post("/api/v1/letters/", body, "a2")
    pk = made.json()["id"]
    submitted = post(f"/api/v1/letters/{pk}/submit/", {}, "a3")
    verbs.sign(Letter.objects.get(pk=pk), by=city.qian, on=MONDAY, at=AT)
    served = post(f"/api/v1/letters/{pk}/serve/", {"served_on": MONDAY.isoformat(), "how": "post"}, "a4")

    assert [one.status_code for one in (missing, made, again, submitted, served)] == [400, 201, 200, 201, 201]
    assert client.get(f"/api/v1/letters/{pk}/").json()["rule"] == "SUP-03"
    assert post(f"/api/v1/letters/{pk}/sign/", {}, "a5").status_code == 404


def test_the_proof_of_service_and_the_answer_are_kept_and_a_program_is_refused(city, client):
    letter = an_issued(city, OPINION)
    log_in(client, city.lin)
    page = client.get(reverse("prevention:move", args=[letter.pk, "serve"])).content.decode()
    assert 'enctype="multipart/form-data"' in page
    typed = {"served_on": MONDAY.isoformat(), "how": "post", "key": "p1"}
    where = reverse("prevention:move", args=[letter.pk, "serve"])

    refused = client.post(where, {**typed, "upload": ContentFile(b"MZ\x90", "bad.exe")})
    done = client.post(where, {**typed, "upload": ContentFile(PDF, "receipt.pdf")})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert "bad.exe" in refused.content.decode()
    assert reverse("prevention:file", args=[letter.pk, "service"]) in client.get(done.url).content.decode()
    assert client.get(reverse("prevention:file", args=[letter.pk, "service"])).content.startswith(b"%PDF")


def test_the_other_kind_of_letter_keeps_what_was_typed(city, client):
    log_in(client, city.lin)
    address = f"{reverse('prevention:new')}?employer={an_employer(city).pk}"

    page = client.post(address, {"switch": "opinion", "facts": "已经写好的事实", "key": "s1"})

    assert page.context["form"]["facts"].value() == "已经写好的事实"
    assert "negotiation" in page.context["form"].fields
    assert page.context["others"].count() == 0
    assert Letter.objects.count() == 0


def test_the_drafter_takes_back_what_waits_and_history_keeps_no_words(city, client):
    letter = a_waiting(city)
    log_in(client, city.lin)
    back = client.post(
        reverse("prevention:move", args=[letter.pk, "send_back"]), {"reason": "改一处", "key": "b1"}
    )
    letter.refresh_from_db()
    verbs.amend(letter, version=letter.version, by=city.lin, at=AT, facts="职工张三反映")

    assert (back.status_code, letter.state) == (302, "draft")
    assert "张三" not in str(
        Event.objects.filter(subject_type="prevention.Letter").values_list("params", flat=True)
    )


def test_the_next_letter_is_offered_once_and_its_drafter_is_told_what_it_closes(city, client):
    reminder = a_served(city)
    verbs.give_up(reminder, reason="未答复", by=city.lin, on=MONDAY, at=AT)
    log_in(client, city.lin)
    page = reverse("prevention:letter", args=[reminder.pk])
    assert client.get(page).context["next"]

    second = a_served(city, employer=reminder.employer)
    draft = a_draft(city, OPINION, employer=reminder.employer, follows=second)

    told = client.get(reverse("prevention:move", args=[draft.pk, "submit"])).content.decode()
    assert second.number in told
    assert client.get(reverse("prevention:letter", args=[second.pk])).context["next"] is None
