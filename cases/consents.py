"""The sheet a worker signs at the window: one text for all that he consents to, hashed as it was shown."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from stations.models import Organisation


def sheet(
    kinds: Sequence[str], *, station: Organisation, name: str, address: str = "", electronic: bool = False,
    cannot_read: bool = False,
) -> str:  # fmt: skip
    """The text for `kinds` (of Consent.Kind), "" for none. The same facts give the same text."""
    if not kinds:
        return ""
    facts = {
        "kinds": list(kinds), "station": station, "name": name, "address": address,
        "electronic": electronic, "cannot_read": cannot_read,
    }  # fmt: skip
    return render_to_string("cases/consent_sheet.txt", facts).strip() + "\n"
