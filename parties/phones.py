"""Reading a phone number as it is typed at a window."""

import unicodedata

import phonenumbers
from django.utils.translation import gettext_noop as _

from record.refusals import Refused


class PhoneRefused(Refused):
    code = "phone_refused"
    sentence = _("This is not a complete phone number: %(digits)s digits.")


def read_phone(text: str) -> str:
    """The one form under which a phone is kept: 13876454417, 053288881234, +85291234567 from abroad.

    Raises PhoneRefused where no dialling plan knows such a number; the number is not in the message.
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    if not folded:
        return ""
    try:
        number = phonenumbers.parse(folded, "CN")
    except phonenumbers.NumberParseException as unreadable:
        raise PhoneRefused(digits=sum(sign.isdigit() for sign in folded)) from unreadable
    if not phonenumbers.is_possible_number(number):
        raise PhoneRefused(digits=sum(sign.isdigit() for sign in folded))
    if number.country_code != 86:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    national = phonenumbers.national_significant_number(number)
    return national if national.startswith("1") and len(national) == 11 else f"0{national}"
