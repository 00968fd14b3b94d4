"""People of the cast as programs: each with a token of his own, sending JSON or files under fresh keys."""

from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from stations.actions import security
from stations.api import SCOPES

PDF = b"%PDF-1.4\n1 0 obj\n<</Type /Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"
KEYS = count(1)


def pdf(name="scan.pdf"):
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


class Program:
    """What `user` does through a token with every scope (or those named)."""

    def __init__(self, user, *scopes, issued_by):
        self.user, self.client = user, Client()
        _token, self.text = security.issue_token(
            user, name="程序", scopes=scopes or SCOPES, days=30, by=issued_by, at=timezone.now()
        )

    def headers(self, **more):
        return {"Authorization": f"Bearer {self.text}", **more}

    def get(self, path, **query):
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers())

    def read(self, path, **query):
        """The body of a GET that succeeds."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, (path, answer.status_code, answer.content.decode())
        return answer.json()

    def post(self, path, key=None, **body):
        """A write; a body with a file in it goes as multipart."""
        has_file = any(hasattr(value, "read") for value in body.values())
        how = {} if has_file else {"content_type": "application/json"}
        headers = self.headers(**{"Idempotency-Key": key or f"key-{next(KEYS)}"})
        return self.client.post(f"/api/v1/{path}", body, headers=headers, **how)

    def do(self, path, **body):
        """The id that a write which succeeds answers with."""
        answer = self.post(path, **body)
        assert answer.status_code == 201, (path, answer.status_code, answer.content.decode())
        return answer.json()["id"]
