import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.test.html import parse_html
from django.urls import reverse

from stations.roles import may
from tests.login import log_in
from tests.people import an_enquiry
from unionaid.frame import RAIL, address, address_of, current
from unionaid.pieces import SampleForm
from unionaid.renderer import Renderer

pytestmark = pytest.mark.django_db


def drawn(text, **context):
    return Template(text).render(Context(context))


@pytest.fixture
def style_page(client, settings, city):
    settings.DEMO = True
    log_in(client, city.lin)
    return lambda **query: client.get("/ui/", query)


def test_every_piece_is_drawn(style_page):
    page = style_page().content.decode()

    assert "ua-casehead" in page
    assert "这个日期怎么来的" in page


def test_the_phone_pieces_are_drawn(style_page):
    assert "ph-card" in style_page(part="phone").content.decode()


def test_the_style_page_is_only_there_with_the_demo(client, settings, city):
    settings.DEMO = settings.DEBUG = False
    log_in(client, city.lin)

    assert client.get("/ui/").status_code == 404


def test_the_frame_asks_the_database_for_nothing_but_session_person_and_posts(
    style_page, django_assert_max_num_queries
):
    style_page()

    with django_assert_max_num_queries(3):
        style_page()


@pytest.mark.parametrize("name", ["zhou", "lin", "zheng", "qian", "gao", "he", "luo", "deng"])
def test_the_rail_shows_what_the_person_may_use_and_nothing_else(client, settings, city, name):
    settings.DEMO = True
    person = getattr(city, name)
    log_in(client, person)

    page = client.get("/ui/").content.decode()

    for entry in RAIL:
        shown = f'data-go="{entry.key}"' in page
        acts = [entry.act, *(entry.otherwise or ())[:1]]
        assert shown == bool(address(entry.url_name) and any(may(person, act) for act in acts)), entry.name


def test_a_page_belongs_to_the_rail_entry_with_the_longest_matching_name():
    assert current("cases:show") == "cases"
    assert current("cases:ledger_add") == "ledger"
    assert current("cases:referrals") == "referrals"
    assert current("account_login") is None


def test_a_refused_field_keeps_what_was_typed_and_is_tied_to_its_error():
    form = SampleForm({"amount": "6,8o0", "name": "刘长顺"})

    html = drawn("{{ form.amount.as_field_group }}", form=form)

    assert 'value="6,8o0"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_amount_error"' in html
    assert 'id="id_amount_error"' in html


def test_a_date_is_written_the_same_in_every_language(settings):
    html = drawn("{% control form.on %}", form=SampleForm())

    assert 'value="2026-01-05"' in html
    assert 'type="text"' in html


def test_every_form_drawn_has_a_key_of_its_own():
    assert drawn('{% include "ui/key.html" %}') != drawn('{% include "ui/key.html" %}')


def test_switching_the_language_is_remembered_for_notices(client, city):
    log_in(client, city.lin)

    response = client.post("/look/language/", {"language": "en", "next": "/ui/"})

    assert response.url == "/ui/"
    city.lin.refresh_from_db()
    assert city.lin.language == "en"
    assert client.cookies["language"].value == "en"


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/cases/?show=over", "/cases/?show=over"),
        ("https://elsewhere.example/x", "/"),
        ("", "/"),
    ],
)
def test_from_a_refused_form_the_switch_leads_to_the_page_it_was_sent_from(rf, city, referer, back):
    refused = rf.post("/mediation/1/say/", headers={"Referer": referer})

    assert address_of(refused) == back
    assert address_of(rf.get("/cases/?show=over")) == "/cases/?show=over"


def test_a_language_nobody_speaks_here_changes_nothing(client, city):
    log_in(client, city.lin)

    client.post("/look/language/", {"language": "xx"})

    city.lin.refresh_from_db()
    assert city.lin.language == "zh-hans"


def test_the_colours_are_chosen_and_never_lead_to_another_site(client):
    response = client.post("/look/theme/", {"theme": "dark", "next": "https://elsewhere.example/"})

    assert response.url == "/"
    assert client.cookies["theme"].value == "dark"


def test_an_address_without_a_page_says_so_in_words(client, city):
    log_in(client, city.lin)

    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "这个地址没有内容" in response.content.decode()


def test_the_page_of_a_failure_needs_neither_request_nor_database():
    from django.template.loader import render_to_string

    assert "系统出了问题" in render_to_string("500.html")


def test_a_select_is_drawn_as_django_draws_it():
    choices = [("", "—"), ("东", [("a", "甲 & 乙"), ("b", "丙")]), (3, "三")]
    widget = forms.Select(choices=choices).get_context(
        "x", ["b"], {"id": "id_x", "required": True, "hidden": False}
    )

    ours = Renderer().render("django/forms/widgets/select.html", widget)

    theirs = DjangoTemplates().render("django/forms/widgets/select.html", widget)
    assert parse_html(ours) == parse_html(theirs)


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput(), '甲 & "乙"'),
        (forms.NumberInput(), 1500),
        (forms.CheckboxInput(), True),
        (forms.HiddenInput(), None),
    ],
)
def test_an_input_is_drawn_as_django_draws_it(widget, value):
    context = widget.get_context("x", value, {"id": "id_x", "required": True, "hidden": False, "max": 3})

    ours = Renderer().render(widget.template_name, context)

    assert parse_html(ours) == parse_html(DjangoTemplates().render(widget.template_name, context))


def test_an_act_that_was_clicked_twice_is_confirmed_once(city, client):
    case = an_enquiry(city)
    client.force_login(city.zhou)
    sent = {"key": "once", "advice": "已告知维权途径", "handling": "answered"}
    for _click in range(2):
        assert client.post(reverse("cases:advise", args=[case.pk]), sent).status_code == 302

    assert client.get(reverse("desk:home")).content.decode().count("ua-msg-success") == 1
