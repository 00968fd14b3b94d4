"""Model fields for personal data: encrypted text, and the blind index that finds it by complete value."""

from django.core import checks
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from record import keys


class Sealed:
    """What an encrypted column holds, still closed.

    A `values()` query returns these; `open(uuid)` gives the text. Its own text shows nothing, so that
    a ciphertext in a template or a log line is noticed and harmless.
    """

    def __init__(self, stored, label):
        self.stored = stored
        self.label = label

    def open(self, uuid) -> str:
        return keys.decrypt(self.label, uuid, self.stored)

    def __str__(self):
        return "•••"

    def __repr__(self):
        return f"<Sealed {self.label}>"

    def __eq__(self, other):
        return isinstance(other, Sealed) and self.stored == other.stored

    def __hash__(self):
        return hash(self.stored)


class OpensWhenRead(DeferredAttribute):
    """Decrypts a column at the first look at it; a page that does not show it never pays for it."""

    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if instance is None or not isinstance(value, Sealed):
            return value
        opened = instance.__dict__.setdefault("_opened", {})
        if opened.get(self.field.attname, (None,))[0] is not value:
            opened[self.field.attname] = (value, value.open(instance.uuid))
        return opened[self.field.attname][1]

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):
    """Text kept under AES-256-GCM, bound to its column (`label`) and row (the model's `uuid`).

    `label` names table and column and never changes, whatever they are renamed to: with another label
    the stored values do not open. Copies of a row that keep its `uuid` (field-level history) do open.
    No look-up but `isnull`; a BlindIndexField finds complete values. The empty string is stored as such.
    """

    descriptor_class = OpensWhenRead

    def __init__(self, *args, label, **kwargs):
        self.label = label
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "label": self.label}

    def from_db_value(self, value, expression, connection):
        return Sealed(value, self.label) if value else value

    def to_python(self, value):
        return value if isinstance(value, Sealed) else super().to_python(value)

    def pre_save(self, instance, add):
        """The sealed value: the stored one if nobody set another, else the text under the writing key."""
        value = instance.__dict__[self.attname]
        if not value or isinstance(value, Sealed):
            return value
        sealed = Sealed(keys.encrypt(self.label, instance.uuid, str(value)), self.label)
        instance.__dict__[self.attname] = sealed
        return sealed

    def get_prep_value(self, value):
        if not value:
            return value
        if isinstance(value, Sealed):
            return value.stored
        raise TypeError(f"{self.label} is encrypted per row: set it on an instance and save that.")

    def get_lookup(self, name):
        return super().get_lookup(name) if name == "isnull" else None

    def value_to_string(self, instance):
        return self.get_prep_value(self.pre_save(instance, add=False))

    def check(self, **kwargs):
        named = {field.name: field for field in self.model._meta.fields}
        if isinstance(named.get("uuid"), models.UUIDField):
            return super().check(**kwargs)
        missing = checks.Error("It needs a UUIDField `uuid` beside it.", obj=self, id="record.E001")
        return [*super().check(**kwargs), missing]


class BlindIndexField(models.CharField):
    """Finds the encrypted field `of` by its complete value: filter with `__in=keys.blind_all(label, value)`.

    It follows its field whenever that is saved with a new text, so the two cannot part.
    """

    def __init__(self, *args, of, **kwargs):
        self.of = of
        usual = {"max_length": 80, "blank": True, "default": "", "db_index": True, "editable": False}
        super().__init__(*args, **{**usual, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, instance, add):
        label = instance._meta.get_field(self.of).label
        value = keys.blind(label, getattr(instance, self.of) or "")
        setattr(instance, self.attname, value)
        return value
