"""Logging a member of the cast in without the log-in page, which has tests of its own."""

import time

from allauth.mfa.models import Authenticator

from stations.models import ADMINISTRATORS


def log_in(client, user, *, confirmed=True):
    """`client` becomes `user`; `confirmed`: the log-in is so recent that no step-up is asked.

    An administrator gets a second factor, because nothing opens without one.
    """
    if user.memberships.filter(role__in=ADMINISTRATORS).exists():
        give_factor(user)
    client.force_login(user)
    session = client.session
    at = time.time() if confirmed else time.time() - 3600
    session["account_authentication_methods"] = [{"method": "password", "at": at}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def give_factor(user):
    """A second factor that nobody holds in his hand: enough to have one."""
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
