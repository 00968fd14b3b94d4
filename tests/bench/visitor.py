"""A person logged in at the application itself: no network, no server, and nothing of the tests' own client, which
copies what every template was given and so measures itself."""

import io
from urllib.parse import urlencode, urlsplit

from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from stations.models import User


class Door(WSGIHandler):
    """The application, but for the question where a form came from: cards are sent without having been opened."""

    def get_response(self, request):
        request._dont_enforce_csrf_checks = True
        return super().get_response(request)


class Visitor:
    def __init__(self, username: str):
        client = Client()
        client.force_login(User.objects.get(username=username))
        self.session = client.cookies["session"].value
        self.door = Door()

    def get(self, address: str) -> tuple[int, bytes]:
        return self._ask("GET", address, b"")

    def post(self, address: str, typed: dict) -> tuple[int, bytes]:
        return self._ask("POST", address, urlencode(typed).encode())

    def _ask(self, method, address, body):
        """(status, body) of the answer."""
        path, query = urlsplit(address)[2:4]
        told: list[str] = []
        answer = self.door(
            {
                "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
                "SERVER_NAME": "localhost", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1",
                "REMOTE_ADDR": "127.0.0.1", "HTTP_COOKIE": f"session={self.session}",
                "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body)),
                "wsgi.input": io.BytesIO(body), "wsgi.url_scheme": "http", "wsgi.errors": io.StringIO(),
            },
            lambda status, headers: told.append(status),
        )  # fmt: skip
        content = b"".join(answer)
        answer.close()
        return int(told[0].split()[0]), content
