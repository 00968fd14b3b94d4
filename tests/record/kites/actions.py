"""What takes a printed passport: the `then` of render jobs in these tests."""

from tests.record.kites.models import Kite


def attach(job):
    """The pilot's passport is there: the kite flies."""
    kite = Kite.objects.get(pk=int(job.key.split()[-1]))
    kite.move("launch", by=job.by, at=job.created_at, params={"file": job.file_id})


def always_fails(job):
    raise RuntimeError("the wind has dropped")
