"""Reading the environment: what cannot be understood stops the start instead of being guessed."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent


def text(name, default=""):
    return os.environ.get(name, "").strip() or default


def flag(name, default=False):
    value = text(name, "yes" if default else "no").lower()
    if value not in ("yes", "no"):
        raise ImproperlyConfigured(f"{name} is “{value}”; write yes or no.")
    return value == "yes"


def number(name, default):
    value = text(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} is “{value}”; write a whole number.")
    return int(value)


def folder(name, default):
    """An absolute folder; a relative one counts from the project, not from where one happens to stand."""
    return (ROOT / text(name, default)).resolve()


def database(url):
    """Django's settings for a `postgresql://user:password@host:port/name` address.

    A unix socket is written as `postgresql://user@/name?host=/folder`.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"DATABASE_URL begins with “{parts.scheme}:”; only postgresql: is supported."
        )
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": query,
    }
