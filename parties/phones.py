"""Reading a phone number as it is typed at a window."""

import re
import unicodedata

import phonenumbers
from django.utils.translation import gettext_noop as _

from record.refusals import Refused

CHINA = 86
SHORTEST, LOCAL = 7, 8  # digits of a number without its area code
MOBILE = re.compile(r"1[3-9]")
MOBILE_DIGITS = 11
LETTERS = re.compile(r"[A-Za-z]")


class PhoneRefused(Refused):
    code = "phone_refused"
    sentence = _("This is not a complete phone number: %(digits)s digits.")


def read_phone(text: str) -> str:
    """The one form under which a phone is kept: 13876454417, 053288881234, +85291234567 from abroad.

    A local number of seven or eight digits stays as it is. Raises PhoneRefused where no dialling plan
    knows such a number, or a mobile number lacks a digit; the number is not in the message.
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    if not folded:
        return ""
    if LETTERS.search(folded):  # the library takes them for the keys of an old telephone
        raise _refused(folded)
    try:
        number = phonenumbers.parse(folded, "CN")
    except phonenumbers.NumberParseException as unreadable:
        raise _refused(folded) from unreadable
    national = phonenumbers.national_significant_number(number)
    if not phonenumbers.is_possible_number(number) or len(national) < SHORTEST:
        raise _refused(folded)
    if number.country_code != CHINA:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if MOBILE.match(national) and len(national) != MOBILE_DIGITS:
        raise _refused(folded)
    return national if MOBILE.match(national) or len(national) <= LOCAL else f"0{national}"


def _refused(text):
    return PhoneRefused(digits=sum(sign.isdigit() for sign in text))
