"""One way to go, with its reason; the interview at the window and the chooser after a default give these."""

from dataclasses import dataclass, field

from law.rules.words import Params


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of `sentences.toml` with its parameters."""

    key: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """One way to go.

    `code`: at the window `advice`, `quick_centre`, `station_mediation`, `peoples_mediation`, `arbitration`,
    `payment_order`, `court`, `inspection`, `legal_aid`, `procuratorate`; after a default `arb_review`,
    `judicial_confirmation`, `payment_order`, `suit_on_agreement`, `arbitration`, `court`, `inspection`.
    `clock_rule`: the rule that runs once the way is taken, if one does. `cautions`: what the worker is told before.
    """

    code: str
    reason_key: str
    recommended: bool
    clock_rule: str
    params: Params = field(default_factory=dict)
    cautions: tuple[Said, ...] = ()
