from record.models.event import Event
from record.models.file import StoredFile
from record.models.idempotency import IdempotencyKey
from record.models.number import Counter
from record.models.outbox import Delivery, Heartbeat, Notice, RenderJob
from record.models.stateful import MoveRefused, Stateful
from record.models.versioned import Stale, Versioned

__all__ = [
    "Counter", "Delivery", "Event", "Heartbeat", "IdempotencyKey", "MoveRefused", "Notice", "RenderJob",
    "Stale", "Stateful", "StoredFile", "Versioned",
]  # fmt: skip
