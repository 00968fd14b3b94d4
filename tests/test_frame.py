import pytest
from django.utils import timezone

from stations.models import Kind, Membership, Organisation, Role, User


def somebody(role, name="lin"):
    today = timezone.localdate()
    station = Organisation.objects.create(
        kind=Kind.STATION, name="海棠街道站", short_name="海棠街道站", path="1/", opened_on=today
    )
    user = User.objects.create_user(name, password="demo-demo-demo", full_name="林秀云")
    Membership.objects.create(user=user, organisation=station, role=role, since=today)
    return user


@pytest.fixture
def style_page(client, settings, db):
    settings.DEMO = True
    client.force_login(somebody(Role.MEDIATOR))
    return lambda **query: client.get("/ui/", query)


def test_every_piece_is_drawn(style_page):
    page = style_page().content.decode()

    assert "ua-casehead" in page
    assert "这个日期怎么来的" in page


def test_the_phone_pieces_are_drawn(style_page):
    assert "ph-card" in style_page(part="phone").content.decode()
