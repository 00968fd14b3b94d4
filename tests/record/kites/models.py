import uuid

import pghistory
from django.conf import settings
from django.db import models

from record.fields import BlindIndexField, EncryptedTextField
from record.models import Stateful
from record.triggers import legal_moves


@legal_moves
@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Kite(Stateful):
    """Flies, lands, flies again, is torn once; its owner's phone is nobody's business."""

    class State(models.TextChoices):
        GROUNDED = "grounded", "on the ground"
        FLYING = "flying", "in the air"
        TORN = "torn", "torn"

    MOVES = {
        "launch": ((State.GROUNDED,), State.FLYING),
        "land": ((State.FLYING,), State.GROUNDED),
        "tear": ((State.GROUNDED, State.FLYING), State.TORN),
        "look_at": ((State.GROUNDED, State.FLYING, State.TORN), None),
    }
    MOVE_LABELS = {"launch": "let it fly", "land": "take it in"}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.GROUNDED)
    colour = models.CharField("colour", max_length=20, blank=True)
    length = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    pilot = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    phone = EncryptedTextField(label="kites.kite.phone", blank=True)
    phone_index = BlindIndexField(of="phone")

    def __str__(self):
        return f"Kite {self.pk}"

    @property
    def filed_under(self):
        return 77
