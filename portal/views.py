"""Pages for the public. No account, no personal data shown, nothing for a search engine."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.actions.ledger import confirm_by_worker
from portal import proofs, standing
from stations import brake


@login_not_required
@never_cache
@require_safe
def verify(request, code):
    """The page behind the QR of a paper. Guessing codes is slowed down; a code that exists costs nothing."""
    at = timezone.now()
    guess = brake.take("verify", code, device=None, address=get_adapter().get_client_ip(request), at=at)
    if guess.wait:
        response = render(request, "429.html", status=429)
        response["Retry-After"] = str(guess.wait)
        return response
    proof = proofs.find(code)
    if proof:
        brake.release(guess, at=at)
    response = render(request, "portal/verify.html", {"proof": proof}, status=200 if proof else 404)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request, code):
    """The page behind the QR of a visit receipt: how the matter stands, for whoever knows the last four, and whether
    his money came (`entry`, `word`: yes or no)."""
    found, status, told = None, 200, False
    if request.method == "POST":
        at = timezone.now()
        guess = brake.take("progress", code, device=None, address=get_adapter().get_client_ip(request), at=at)
        if guess.wait:
            response = render(request, "429.html", status=429)
            response["Retry-After"] = str(guess.wait)
            return response
        found = standing.find(code, request.POST.get("last_four", ""))
        if found:
            brake.release(guess, at=at)
            told = _tell(found, request.POST, at=at)
            found = standing.find(code, request.POST["last_four"]) if told else found
        status = 200 if found else 422
    response = render(
        request, "portal/progress.html",
        {"standing": found, "wrong": status == 422, "told": told, "last_four": request.POST.get("last_four", "")},
        status=status,
    )  # fmt: skip
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _tell(found, sent, *, at) -> bool:
    """Keep what the worker says of one of his own receipts."""
    entry = next((one for one in found.receipts if str(one.pk) == sent.get("entry")), None)
    if entry is None or sent.get("word") not in ("yes", "no"):
        return False
    confirm_by_worker(entry, received=sent["word"] == "yes", on=timezone.localdate(at), at=at)
    return True
