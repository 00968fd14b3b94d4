"""Handing messages to the outside: one attempt each, and an honest word about how it ended."""

import hashlib
import smtplib
import socket
from collections.abc import Sequence

import apprise
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import translation
from django.utils.translation import ngettext

from record.models import Notice
from record.outbox import ROBOTS


class NotSent(Exception):
    """It certainly did not arrive and may be tried again."""


class NoAnswer(Exception):
    """It was handed over and nobody said what became of it: it may have arrived."""


class Undeliverable(Exception):
    """It can never arrive at this address."""


def send_email(notices: Sequence[Notice]) -> None:
    """One mail with these notices of one recipient, in the recipient's language.

    Raises NotSent, NoAnswer or Undeliverable. The same notices get the same Message-ID, so that a mail
    sent twice after NoAnswer can be recognised.
    """
    recipient = notices[0].recipient
    if not recipient.is_active or not recipient.email:
        raise Undeliverable("the recipient is suspended or has no address")
    subject, body = letter(notices, recipient.language)
    subject = " ".join(subject.split())  # a line break would end the header
    named = hashlib.sha256(" ".join(sorted(str(notice.uuid) for notice in notices)).encode()).hexdigest()
    message = EmailMessage(
        subject, body, None, [recipient.email], headers={"Message-ID": f"<{named}@unionaid>"}
    )
    server = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(word_of(error)) from error
    try:
        server.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        raise Undeliverable(word_of(error)) from error
    except smtplib.SMTPServerDisconnected as error:
        raise NoAnswer(word_of(error)) from error
    except (smtplib.SMTPException, socket.gaierror, ConnectionRefusedError) as error:
        raise NotSent(word_of(error)) from error
    except OSError as error:
        raise NoAnswer(word_of(error)) from error
    finally:
        server.close()


def letter(notices: Sequence[Notice], language: str) -> tuple[str, str]:
    """(subject, body) of the mail: the notice itself, or all of the morning under one heading."""
    if len(notices) == 1:
        return notices[0].subject, f"{notices[0].body}\n\n{settings.ORIGIN}\n"
    with translation.override(language):
        subject = ngettext("%(count)d notice", "%(count)d notices", len(notices)) % {"count": len(notices)}
    parts = [f"{number}. {each.subject}\n   {each.body}" for number, each in enumerate(notices, 1)]
    return subject, "\n\n".join([*parts, f"{settings.ORIGIN}\n"])


def send_to_robot(notices: Sequence[Notice]) -> None:
    """One message to the chat robot of the notices' organisation. Raises NoAnswer or Undeliverable."""
    address = notices[0].organisation.robot_url
    if not address or address.partition("://")[0] not in ROBOTS:
        raise Undeliverable("the organisation has no robot of a known kind")
    robot = apprise.Apprise()
    if not robot.add(address):
        raise Undeliverable("the address of the robot cannot be understood")
    subject, body = letter(notices, settings.LANGUAGE_CODE)
    # apprise says only yes or no; after a no nobody knows whether the group saw the message
    if not robot.notify(title=subject, body=body):
        raise NoAnswer("the robot's service did not confirm")


def word_of(error: Exception) -> str:
    """What went wrong without what was said: a mail server's answer may quote addresses."""
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
