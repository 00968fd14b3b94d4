"""What the public may know of a printed paper, and nothing else of it."""

from dataclasses import dataclass
from datetime import date

from cases.models import Paper
from prevention.models import Letter


@dataclass(frozen=True)
class Proof:
    """The record of one paper. `file_hashes` are the SHA-256 of its print and of the scan of the sealed
    paper, as far as they exist."""

    number: str
    kind: str
    state: str
    finalised_on: date
    sealed_on: date | None
    text_hash: str
    file_hashes: tuple[str, ...]

    @property
    def is_void(self) -> bool:
        return self.state == "void"

    @property
    def groups(self) -> list[str]:
        """The hash of the text as it stands at the foot of a page: groups of eight."""
        return [self.text_hash[at : at + 8] for at in range(0, len(self.text_hash), 8)]


def find(code: str) -> Proof | None:
    """The proof behind the code of a paper's QR. Reads these columns only: no party, no amount, no text."""
    found = (
        Paper.objects.filter(verify_code=code)
        .values_list(
            "number", "kind", "state", "finalised_on", "sealed_on", "text_hash", "file__sha256",
            "original__sha256",
        )
        .first()
    )  # fmt: skip
    if found is None:
        return _of_letter(code)
    number, kind, state, finalised_on, sealed_on, text_hash, *hashes = found
    return Proof(
        number, Paper.Kind(kind).label, state, finalised_on, sealed_on, text_hash, tuple(filter(None, hashes))
    )


def _of_letter(code):
    """The proof of a supervision letter, or None: to the public it is issued or void, whatever came of it."""
    columns = ("number", "kind", "state", "issued_on", "text_hash", "file__sha256")
    found = Letter.objects.filter(verify_code=code).values_list(*columns).first()
    if found is None:
        return None
    number, kind, state, issued_on, text_hash, sha256 = found
    shown = "void" if state == Letter.State.VOID else "issued"
    return Proof(
        number, Letter.Kind(kind).label, shown, issued_on, None, text_hash, (sha256,) if sha256 else ()
    )
