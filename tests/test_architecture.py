"""What keeps the house standing: the house rules that a reader cannot see in one file, read off the tree."""

import ast
import re
from functools import cache
from itertools import chain

import pytest
from django.apps import apps
from django.template.loaders.app_directories import get_app_template_dirs

from record.models import Stateful
from stations.roles import MAY
from tests.faults.scenes import SCENES
from unionaid import env

APPS = (
    "unionaid", "desk", "portal", "reports", "mediation", "prevention", "cases", "parties", "law", "stations", "record",
)  # fmt: skip
DOORS = (
    "views.py", "views/**/*.py", "api.py", "api/**/*.py", "forms.py", "forms/**/*.py", "filters.py", "exports.py",
    "management/commands/*.py",
)  # fmt: skip

# A door may reach a row under a case only through one of these.
SCOPES = {"visible_to", "owned_by", "case_or_404", "network_visible_to"}
SCOPED_HELPERS = {
    "fetch",  # mediation.views.act: the mediation of a case found by case_or_404
    "referral_or_404",  # cases.views.referral: the referral whose case was found by case_or_404
}

# (file, model): why it may be read without a scope. Figures and counts of the asker's own desk.
UNSCOPED = {
    ("cases/forms/acts.py", "Case"): "how many cases each mediator has in hand: numbers, no case",
    ("cases/views/intake.py", "Contact"): "how many visits this window had today: a number",
    ("cases/views/referral.py", "Referral"): "found first, shown only once its case passed case_or_404",
    ("cases/views/referral.py", "Deadline"): "the clocks of referrals that the list found in scope",
    (
        "unionaid/management/commands/demo.py",
        "Case",
    ): "builds the demo city, for which there is no reader yet",
    ("mediation/views/sessions.py", "Session"): "the mediator's own diary, against which a session is set",
}

STATES_SET = {
    ("mediation/actions/sessions.py", "session"): "no Stateful: the copy after its own conditional UPDATE",
}

# Where the clock may be read: what a request, a command or the drain begins with. A form is part of its page.
CLOCK_READERS = re.compile(
    r"/(views|api|forms|management/commands)/|/(views|api|forms|tasks|frame|pieces|access|adapter|drain)\.py$"
)
CLOCK = {
    ("cases/actions/papers.py", "printed"): "the drain calls it with the print job and no moment of its own",
    ("cases/models/case.py", "visible_to"): "a scope without a moment is the scope of now",
    ("cases/models/case.py", "owned_by"): "a scope without a moment is the scope of now",
    ("unionaid/templatetags/ui.py", "moment"): "a filter of the page, which has no day to be given",
    ("stations/roles.py", "may"): "a right without a day is the right of today",
    ("unionaid/demo/network.py", "moment"): "what the demo tells of today has happened by now",
}

LATE_IMPORTS = {
    "unionaid/alive.py": "asks whether the application can be loaded at all",
    "unionaid/embedded/postgres.py": "the standard library alone starts the server; psycopg2 comes after it",
    "unionaid/frame.py": "is loaded with the settings, before the models are",
    "unionaid/apps.py": "Celery's application needs the settings that Django has just read",
    "record/apps.py": "checks and words are registered once the models are loaded",
    "stations/apps.py": "lists are registered once the models are loaded",
}


@cache
def tree(path):
    """The syntax tree of a file, every node with its `parent`."""
    found = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(found):
        for child in ast.iter_child_nodes(node):
            child.parent = node
    return found


def sources(*patterns):
    """(name under the root, tree) of the Python files of every app, migrations apart."""
    paths = {path for app in APPS for pattern in patterns for path in (env.ROOT / app).glob(pattern)}
    return [(str(path.relative_to(env.ROOT)), tree(path)) for path in sorted(paths)
            if "migrations" not in path.parts]  # fmt: skip


def above(node):
    while hasattr(node, "parent"):
        node = node.parent
        yield node


def functions_around(node):
    return [one for one in above(node) if isinstance(one, ast.FunctionDef | ast.Lambda)]


def names_called(node):
    """Names of every function called inside `node`: `f(…)` and `x.f(…)`."""
    called = (one.func for one in ast.walk(node) if isinstance(one, ast.Call))
    return {one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in called}


# Scope


@cache
def under_a_case():
    """Names of the models whose rows belong to a case: Case itself and what points at such a row."""
    found = {apps.get_model("cases", "Case")}
    while True:
        more = {
            model
            for model in apps.get_models()
            if model._meta.app_label in ("cases", "mediation") and model not in found
            for field in model._meta.fields
            if field.is_relation and field.related_model in found
        }
        if not more:
            return {model.__name__ for model in found}
        found |= more


def queries(root, models):
    """(node, model name) of every `Model.objects` in a tree."""
    for node in ast.walk(root):
        is_manager = isinstance(node, ast.Attribute) and node.attr in ("objects", "_base_manager")
        if is_manager and isinstance(node.value, ast.Name) and node.value.id in models:
            yield node, node.value.id


def is_scoped(node):
    """Whether the expression around the query goes through a scope or hangs on a row that was fetched by one."""
    expression = node
    for outer in above(node):
        if isinstance(outer, ast.stmt):
            break
        expression = outer
    called = names_called(expression)
    if called & (SCOPES | SCOPED_HELPERS) or "objects.none()" in ast.unparse(expression):
        return True
    keywords = [one for one in ast.walk(expression) if isinstance(one, ast.keyword) and one.arg]
    return any(
        re.search(r"(^|__)(case|case_id|mediation|session|referral)(__in)?$", one.arg)
        and is_fetched(one.value)
        for one in keywords
    )


def is_fetched(value):
    """`value` is a row of the outer query, an argument, or what a scope gave."""
    if isinstance(value, ast.Call):
        return getattr(value.func, "id", "") == "OuterRef"
    while isinstance(value, ast.Attribute):
        value = value.value
    if not isinstance(value, ast.Name):
        return False
    if value.id == "self":
        return True
    around = functions_around(value)
    if any(value.id in [one.arg for one in (*f.args.args, *f.args.kwonlyargs)] for f in around):
        return True
    assigned = [one for f in around for one in ast.walk(f) if isinstance(one, ast.Assign)]
    return any(
        names_called(one.value) & (SCOPES | SCOPED_HELPERS)
        or (isinstance(one.value, ast.Attribute) and is_fetched(one.value))
        for one in assigned
        for target in one.targets
        if value.id in [name.id for name in ast.walk(target) if isinstance(name, ast.Name)]
    )


def test_every_door_reaches_rows_under_a_case_through_a_scope():
    loose = {
        (name, model): f"{name}:{node.lineno}  {model}"
        for name, root in sources(*DOORS)
        for node, model in queries(root, under_a_case())
        if not is_scoped(node)
    }

    assert [said for key, said in loose.items() if key not in UNSCOPED] == []
    assert set(UNSCOPED) <= set(loose), "the list of exceptions names what is no exception any more"


# State


@cache
def stateful():
    """Names of the workflows, and the names their rows are reached by from elsewhere."""
    models = [model for model in apps.get_models() if issubclass(model, Stateful)]
    related = {
        relation.get_accessor_name()
        for model in models
        for field in model._meta.fields
        if field.is_relation
        for relation in [field.remote_field]
        if relation.get_accessor_name()
    }
    return {model.__name__ for model in models} | related


def root_of(node):
    """The words of the chain `node` begins: Case.objects.filter(…) gives [Case, objects, filter]."""
    words = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            words.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Name):
            return [node.id, *reversed(words)]
        else:
            return list(reversed(words))


def test_a_state_is_set_only_by_the_record():
    assigned = [
        (name, ast.unparse(target.value), node.lineno)
        for name, root in sources("**/*.py")
        if not name.startswith("record/")
        for node in ast.walk(root)
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        for target in getattr(node, "targets", None) or [node.target]
        if isinstance(target, ast.Attribute) and target.attr == "state"
    ]

    assert [one for one in assigned if one[:2] not in STATES_SET] == []
    assert set(STATES_SET) == {one[:2] for one in assigned}


def test_no_update_goes_round_the_table_of_moves():
    loose = []
    for name, root in sources("**/*.py"):
        if name.startswith("record/"):
            continue
        for node in ast.walk(root):
            updates = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update"
            if not updates or not any(one.arg == "state" for one in node.keywords):
                continue
            words = set(root_of(node.func.value))
            for function in functions_around(node):
                for one in ast.walk(function):
                    if isinstance(one, ast.Assign) and {getattr(t, "id", "") for t in one.targets} & words:
                        words |= set(root_of(one.value))
            if words & stateful():
                loose.append(f"{name}:{node.lineno}  {ast.unparse(node)}")

    assert loose == []


# Verbs


def verbs():
    """(module, name) of every verb: a public function of an `actions` module that is one transaction."""
    return {
        (name.removesuffix(".py").replace("/", "."), node.name)
        for name, root in sources("actions.py", "actions/*.py")
        for node in root.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if "transaction.atomic" in ast.unparse(node)
    }


def test_every_verb_is_killed_in_some_scene():
    """The sweep of tests/faults/test_every_verb.py leaves none out."""
    played = {(scene.verb.__module__, scene.verb.__name__) for scene in SCENES.values()}

    assert sorted(verbs() - played) == []


def writes(node):
    """Whether a function writes rows itself, rather than through what it calls."""
    called = [one.func for one in ast.walk(node) if isinstance(one, ast.Call)]
    rows = {"create", "bulk_create", "update", "delete", "save", "get_or_create", "update_or_create"}
    return any(
        (isinstance(one, ast.Attribute) and (one.attr in {"edit", "move"} or one.attr in rows))
        or getattr(one, "id", "") == "note"
        for one in called
    )


def test_what_a_page_calls_to_write_is_a_verb():
    """A function of `actions` that writes in the name of somebody, called from a door, is one transaction."""
    known = verbs()
    doors = {
        ast.unparse(call.func) for _name, root in sources(*DOORS) for call in ast.walk(root)
        if isinstance(call, ast.Call)
    }  # fmt: skip
    loose = [
        f"{name}:{node.lineno}  {node.name}"
        for name, root in sources("actions.py", "actions/*.py")
        for node in root.body
        if isinstance(node, ast.FunctionDef) and "by" in [one.arg for one in node.args.kwonlyargs]
        if not node.name.startswith("_") and writes(node)
        if doors & {node.name, f"{env.Path(name).stem}.{node.name}"}
        if (name.removesuffix(".py").replace("/", "."), node.name) not in known
    ]

    assert loose == []


# Time


# A field called so stands in the way of what scripts ask of a form or of its fields: `input.form` is then not the form.
HIDING = {"form", "elements", "submit", "parentNode", "children", "isSameNode"}


def test_no_field_hides_what_scripts_ask_of_a_form():
    hiding = [
        f"{path}: {kind.name}.{target.id}"
        for path, root in sources("forms.py", "forms/**/*.py", "filters.py")
        for kind in ast.walk(root)
        if isinstance(kind, ast.ClassDef)
        for line in kind.body
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Call)
        for target in line.targets
        if target.id in HIDING
    ]

    assert hiding == []


def test_today_is_an_argument_below_the_pages():
    loose = {}
    for name, root in sources("**/*.py"):
        if CLOCK_READERS.search(f"/{name}"):
            continue
        for node in ast.walk(root):
            if isinstance(node, ast.Call) and not node.args and not node.keywords:
                called = ast.unparse(node.func)
                if re.search(r"(^|\.)(date\.today|datetime\.now|timezone\.now|localdate|localtime)$", called):
                    around = [one.name for one in functions_around(node) if isinstance(one, ast.FunctionDef)]
                    where = around[0] if around else ""
                    loose[name, where] = f"{name}:{node.lineno}  {called}() in {where}"

    assert [said for key, said in loose.items() if key not in CLOCK] == []
    assert set(CLOCK) <= set(loose), "the list of exceptions names what is no exception any more"


# Imports


def test_imports_stand_at_the_top():
    inside = {
        (name, node.lineno)
        for name, root in sources("**/*.py")
        for node in ast.walk(root)
        if isinstance(node, ast.Import | ast.ImportFrom) and functions_around(node)
    }

    assert sorted(one for one in inside if one[0] not in LATE_IMPORTS) == []
    assert set(LATE_IMPORTS) <= {name for name, _line in inside}


# Templates

TEMPLATES = env.ROOT / "templates"
BY_DJANGO = re.compile(
    r"^(400|403|403_csrf|404|500)\.html$|^django/forms/|^(account|mfa|allauth|socialaccount)/"
)


def templates():
    return sorted(path for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".txt"))


def test_every_template_is_named_by_some_python_or_template():
    texts = [path.read_text(encoding="utf-8") for path in templates()]
    texts += [(env.ROOT / name).read_text(encoding="utf-8") for name, _root in sources("**/*.py")]
    everything = "\n".join(texts)
    theirs = {
        str(path.relative_to(folder))
        for folder in map(env.Path, get_app_template_dirs("templates"))
        for path in folder.rglob("*.html")
    }
    names = [str(path.relative_to(TEMPLATES)) for path in templates()]

    unnamed = [
        name
        for name in names
        if not BY_DJANGO.search(name) and name not in theirs and not is_named(name, everything)
    ]

    assert unnamed == []


def is_named(name, everything):
    """In full, or by its folder and a name put in: "documents/" + kind + ".html"."""
    folder, _slash, file = name.rpartition("/")
    stem = re.split(r"[.]", file)[0]
    return name in everything or (
        re.search(rf"{re.escape(folder)}/\{{[^}}]+\}}", everything) is not None
        and re.search(rf"\b{stem}\b", everything) is not None
    )


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a style attribute", r"<[^>]*\sstyle\s*=\s*[\"']"),
        ("an inline handler", r"<[^>]*\son[a-z]{3,}\s*=\s*[\"']"),
        ("an inline script", r"<script(?![^>]*\b(src|nonce|type=\"application/json\"))[^>]*>"),
        ("a javascript: address", r"(href|src|action)\s*=\s*[\"']\s*javascript:"),
    ],
)
def test_no_template_holds(what, pattern):
    """Papers are printed by WeasyPrint, which no browser's policy concerns; their look is in their own sheet."""
    found = [
        f"{path.relative_to(TEMPLATES)}: {match.group()[:80]}"
        for path in templates()
        if path.parent.name != "documents"
        for match in re.finditer(pattern, path.read_text(encoding="utf-8"), re.IGNORECASE | re.DOTALL)
    ]

    assert found == [], what


# Rights

DEMANDING = {"demand", "may", "case_or_404", "person_or_404", "employer_or_404", "fetch", "demands"}


@cache
def said():
    """Every text constant in Python (the table itself and its words apart), and every word in quotes in a template."""
    constants = {
        node.value
        for name, root in sources("**/*.py")
        if name not in ("stations/roles.py", "stations/words.py")
        for node in ast.walk(root)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    quoted = chain.from_iterable(
        re.findall(r"[\"']([a-z_]+\.[a-z_]+)[\"']", path.read_text(encoding="utf-8")) for path in templates()
    )
    return constants | set(quoted)


def granted():
    return set().union(*MAY.values())


def test_every_act_that_is_demanded_is_somebodys_right():
    asked = {
        (node.value, f"{name}:{node.lineno}")
        for name, root in sources("**/*.py")
        for call in ast.walk(root)
        if isinstance(call, ast.Call) and names_called(call) and called_name(call) in DEMANDING
        for node in [*call.args, *(one.value for one in call.keywords if one.arg == "act")]
        if isinstance(node, ast.Constant) and re.fullmatch(r"[a-z]+\.[a-z_]+", str(node.value))
    }

    assert sorted(one for one in asked if one[0] not in granted()) == []


def called_name(call):
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_every_right_is_asked_for_by_some_page():
    assert sorted(granted() - said()) == []
