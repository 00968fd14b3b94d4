"""Second factors: who needs one, who has one, and whether a typed code is right."""

from datetime import date

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction

from stations import policy
from stations.scope import posts

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def needed(user, day: date) -> bool:
    """Whether a post of `user` on `day` has a role that must have a second factor."""
    roles = {post.role for post in posts(user, day)}
    return bool(roles and roles & policy.second_factor_roles())


def held(user) -> int:
    """How many second factors `user` has; recovery codes only stand in for one."""
    return Authenticator.objects.filter(user=user, type__in=STRONG).count()


def accept_code(user, code: str) -> Authenticator | None:
    """The authenticator app or recovery codes of `user` that this code belongs to; None if it is wrong.

    A code is good once: a later one of the app is accepted, the same or an earlier one is not.
    """
    code = code.strip().replace(" ", "")
    with transaction.atomic():
        for authenticator in Authenticator.objects.select_for_update().filter(user=user).order_by("-type"):
            check = CHECKS.get(authenticator.type)
            if check and check(authenticator, code):
                return authenticator
    return None


def _is_next_code(authenticator: Authenticator, code: str) -> bool:
    secret = decrypt(authenticator.data["secret"])
    last = authenticator.data.get("last_step", -1)
    for step in yield_hotp_counters_from_time():
        expected = format_hotp_value(hotp_value(secret, step))
        if step > last and compare_user_code(actual=code, expected=expected):
            authenticator.data["last_step"] = step
            authenticator.save(update_fields=["data"])
            return True
    return False


def _is_recovery_code(authenticator: Authenticator, code: str) -> bool:
    return authenticator.wrap().validate_code(code)


CHECKS = {Authenticator.Type.TOTP: _is_next_code, Authenticator.Type.RECOVERY_CODES: _is_recovery_code}
