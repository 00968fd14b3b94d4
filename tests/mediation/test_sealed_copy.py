"""Where everybody signed on screen, sealing prints the sealed copy: the text that was signed, no other."""

import io
import json
from datetime import timedelta

import pypdf
import pytest
from django.db import transaction

from cases.actions import papers as acts
from cases.models import Evidence, Paper, Party
from mediation.actions import agreement
from record import drain
from record.models import RenderJob
from record.outbox import database_now
from tests.documents.examples import SIGNATURE_STROKES
from tests.mediation.stories import a_scan
from tests.mediation.test_agreement_paper import a_crew, a_draft
from tests.people import MONDAY, morning

TUESDAY = MONDAY + timedelta(days=1)


def signed_on_screen(city, drafted):
    """Finalised and printed on Monday, signed by everybody on Tuesday."""
    agreement.finalise(drafted, by=city.lin, on=MONDAY, at=morning(MONDAY))
    drain.drain_renders(database_now())
    drafted.paper.refresh_from_db()
    drafted.refresh_from_db()
    drawn = {"way": "screen", "signed_on": TUESDAY, "by": city.lin, "at": morning(TUESDAY)}
    drawn |= {"strokes": json.dumps(SIGNATURE_STROKES), "text_hash": drafted.paper.text_hash}
    for party in Party.objects.filter(case=drafted.case):
        agreement.sign(drafted, party=party, **drawn, **(by_agent(city, party) if party.employer else {}))
    agreement.sign(drafted, party=None, mediator=city.lin, capacity="mediator", **drawn)
    return drafted


def by_agent(city, company):
    """A company signs on screen only by its agent, whose authority is on file."""
    authority = Evidence.objects.create(
        case=company.case, party=company, kind="authority", title="授权委托书", file=a_scan(city.lin),
        received_on=MONDAY, by=city.lin,
    )  # fmt: skip
    return {"capacity": "agent", "authority": authority, "name": "吴敏"}


def seal(city, drafted):
    agreement.seal(drafted, original=None, by=city.sun, on=TUESDAY, at=morning(TUESDAY))
    drain.drain_renders(database_now())
    return Paper.objects.get(pk=drafted.paper_id)


@pytest.mark.parametrize("names", [["王建国"], ["赵建国", "孙立新", "马德胜"]], ids=["one", "crew"])
def test_the_sealed_copy_is_the_signed_text_with_signatures_and_seal(city, names):
    paper = seal(city, signed_on_screen(city, a_draft(city, a_crew(city, *names))))

    copy = pypdf.PdfReader(io.BytesIO(paper.original.read()))
    text = "".join(page.extract_text() for page in copy.pages)
    assert paper.text_hash[:8] in text
    assert "2026年3月3日" in text
    assert paper.original.sha256 != paper.file.sha256


def test_the_print_that_was_signed_stays_as_it_was(city):
    drafted = signed_on_screen(city, a_draft(city, a_crew(city, "王建国")))
    before = drafted.paper.file.sha256

    assert seal(city, drafted).file.sha256 == before


def test_a_copy_of_another_text_is_refused(city):
    drafted = signed_on_screen(city, a_draft(city, a_crew(city, "王建国")))
    drafted.paper.context = json.dumps(json.loads(drafted.paper.context) | {"requests": "别的请求"})

    with pytest.raises(acts.TextChanged), transaction.atomic():
        agreement.seal(drafted, original=None, by=city.sun, on=TUESDAY, at=morning(TUESDAY))

    assert RenderJob.objects.count() == 1
