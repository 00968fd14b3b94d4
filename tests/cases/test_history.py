"""The log of a case in sentences: every act that a verb writes down, in both languages."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

from cases.actions import evidence
from mediation.actions import mediation
from record.history import TABLES, tell
from record.models import Event
from record.uploads import Accepted
from tests.mediation.stories import a_mediation, finalised, sign_all
from tests.people import MONDAY, a_case, morning

ROOT = Path(__file__).resolve().parents[2]
VERBS = sorted(
    path for app in ("cases", "mediation", "parties") for path in (ROOT / app).glob("actions/*.py")
)

# What the records are called in the verbs. A verb that uses another name adds it here.
RECORDS = {
    "case": ["cases.Case"], "party": ["cases.Party"], "claim": ["cases.Claim"],
    "evidence": ["cases.Evidence"], "referral": ["cases.Referral"], "paper": ["cases.Paper"],
    "application": ["cases.AidApplication"], "shift": ["cases.Handover"],
    "agreement": ["mediation.Agreement"], "draft": ["mediation.Agreement"],
    "organisation": ["stations.Organisation"], "person": ["parties.Person"],
    "employer": ["parties.Employer"], "project": ["parties.Project"],
    "side": ["parties.Person", "parties.Employer"], "row": ["cases.Calculation"], "made": ["cases.Claim"],
    "campaign": ["cases.Campaign"], "decided": ["cases.Triage"], "part": ["cases.Case"],
}  # fmt: skip

# Kinds that are not written out where they are used, and what they can be.
SPELT = {
    ("calculation.py", "kind"): ["save", "redo"],
    ("triage.py", "kind"): ["decide", "decide_otherwise"],
    ("assignment.py", "move"): ["decline", "hand_back"],
    ("papers.py", "name"): ["print", "issue"],
    ("export.py", "state"): ["approved", "refused"],
}


def written():
    """(file and line, label of the record, kind, names of the parameters) of every Event a verb writes."""
    for path in VERBS:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.ListComp) and isinstance(call.elt, ast.Tuple) and len(call.elt.elts) == 3:
                subject, kind, given = call.elt.elts  # what note_each writes
                params = {key.value for key in given.keys}
            elif not isinstance(call, ast.Call):
                continue
            else:
                subject, kind, params = _note(call) or _move(call) or (None, None, None)
            if subject is None:
                continue
            spelt = [kind.value] if isinstance(kind, ast.Constant) else SPELT[path.name, ast.unparse(kind)]
            for label in RECORDS[ast.unparse(subject).rpartition(".")[2]]:
                for one in spelt:
                    yield f"{path.name}:{call.lineno}", label, one, params


def _note(call):
    if isinstance(call.func, ast.Name) and call.func.id == "note":
        return call.args[0], call.args[1], {given.arg for given in call.keywords} - {"by", "at"}
    return None


def _move(call):
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in ("move", "edit"):
        return None
    if call.func.attr == "edit":
        return call.func.value, ast.Constant("edit"), {"changes"}
    given = [one.value for one in call.keywords if one.arg == "params"]
    return call.func.value, call.args[0], {key.value for dict_ in given for key in dict_.keys}


def test_every_act_a_verb_writes_down_has_its_sentence():
    acts = list(written())

    assert len(acts) > 90
    assert [f"{where} {label}.{kind}" for where, label, kind, _ in acts
            if f"{label}.{kind}" not in TABLES["SENTENCES"]] == []  # fmt: skip


def test_every_sentence_finds_what_it_names_among_the_parameters():
    lacking = []
    for where, label, kind, params in written():
        sentence = TABLES["SENTENCES"][f"{label}.{kind}"]
        named = set(re.findall(r"%\((\w+)\)s", str(sentence)))
        lacking += [f"{where} {kind}: {name}" for name in named - params - {"by", "subject"}]

    assert lacking == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_sentences_are_in_the_readers_language(language):
    with translation.override(language):
        words = {key: str(sentence) for key, sentence in TABLES["SENTENCES"].items()}

    chinese = {key for key, text in words.items() if re.search("[一-鿿]", text)}
    assert chinese == (set(words) if language == "zh-hans" else set())


def test_no_line_of_a_whole_mediation_is_a_bare_name(client, city):
    draft = finalised(city)
    sign_all(draft, by=city.lin)
    client.force_login(city.lin)

    log = client.get(reverse("cases:panel", args=[draft.case_id, "log"])).content.decode()

    assert "登记刘长顺的签名" in log
    assert "2026-03-02 09:00" in log
    assert re.findall(r"<span>[^<：]+: \w+</span>", log) == []


def test_the_kind_of_a_piece_of_evidence_is_named(city):
    case = a_case(city)
    upload = Accepted(name="工资条.pdf", media_type="application/pdf", content=b"%PDF-1.4")
    evidence.add(
        case, upload=upload, kind="pay", title="三月工资条", received_on=MONDAY, by=city.zhou, on=MONDAY,
        at=morning(MONDAY),
    )  # fmt: skip
    event = case_events(case).get(kind="add", subject_type="cases.Evidence")

    with translation.override("zh-hans"):
        assert "（—）" not in tell(event).text
        assert "三月工资条" in tell(event).text


def test_codes_in_the_log_are_words(city):
    running = a_mediation(city)
    mediation.attempt(
        running, means="letter", result="退回", evidence=None, by=city.lin, on=MONDAY, at=morning(MONDAY)
    )
    attempt = case_events(running.case).get(kind="attempt")
    running.case.refresh_from_db()
    running.case.edit(
        by=city.lin, at=morning(MONDAY), version=running.case.version, next_action="schedule",
        next_action_on=MONDAY + timedelta(days=1),
    )  # fmt: skip
    edit = case_events(running.case).filter(kind="edit").latest("id")

    with translation.override("zh-hans"):
        assert "letter" not in tell(attempt).text
        assert "schedule" not in str(tell(edit).changes)


def case_events(case):
    return Event.objects.filter(filed_under=case.pk)
