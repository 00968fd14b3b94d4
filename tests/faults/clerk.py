"""A clerk whose server keeps failing: sends each write until it is answered, always under the same key."""

import json
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from uuid import uuid4

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from tests.api.programs import pdf

WAGES = {"item": "wage_arrears", "quantity": "3", "unit": "month", "unit_price": "5200.00"}
PATIENCE = 240  # seconds for one write
FAILED = {409, 503}  # the key is held by a request that has not noticed yet; the database is away


class Clerk(threading.Thread):
    """Registers cases one after the other and brings each as far as its acceptance.

    `tokens` are those of the clerk and of the second person who accepts, `body` the mediation body's id.
    `acknowledged` holds what was answered: {summary of the case: [ids of its five writes]}.
    """

    def __init__(self, address: str, tokens: list[str], body: int):
        super().__init__(daemon=True)
        self.address, self.body = address, body
        self.clerk, self.second = tokens
        self.acknowledged, self.failures, self.replayed = {}, Counter(), 0
        self.leaving = threading.Event()
        self.trouble = None

    def run(self):
        try:
            while not self.leaving.is_set():
                self.register(str(uuid4()))
        except Exception as trouble:
            self.trouble = trouble

    def register(self, summary):
        today = str(timezone.localdate())
        worker = {"name": "刘长顺", "phone": "13876454417", "claims": [WAGES]}
        case = self.write(
            "cases/", workers=[worker], employer="青岛示固劳务有限公司（演示）", summary=summary,
            employment="employed",
        )  # fmt: skip
        at = f"cases/{case}/"
        self.acknowledged[summary] = [
            case,
            self.write(f"{at}promote/", inspection_warning_given=True),
            self.write(f"{at}evidence/", upload=pdf(), kind="other", title=summary, received_on=today),
            self.write(f"{at}request-acceptance/", body=self.body, source="application"),
            self.write(f"{at}accept/", token=self.second, on=today),
        ]  # fmt: skip

    def write(self, path, token=None, **body) -> int:
        """The id of the answer to one write, asked for as often as it takes."""
        if "upload" in body:
            content, kind = encode_multipart(BOUNDARY, body), MULTIPART_CONTENT
        else:
            content, kind = json.dumps(body).encode(), "application/json"
        headers = {
            "Authorization": f"Bearer {token or self.clerk}", "Idempotency-Key": str(uuid4()),
            "Content-Type": kind,
        }  # fmt: skip
        request = urllib.request.Request(f"{self.address}/api/v1/{path}", content, headers)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    said = json.load(answer)
            except urllib.error.HTTPError as error:
                if error.code not in FAILED:
                    raise AssertionError(f"{path}: {error.code} {error.read().decode()}") from error
                self.failures[error.code] += 1
            except OSError as error:
                self.failures[type(error).__name__] += 1
            else:
                self.replayed += said["replayed"]
                return said["id"]
            assert time.monotonic() < until, f"{path} is not answered"
            time.sleep(0.05)
