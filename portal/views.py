"""The public check of a printed paper. No account, no personal data, nothing for a search engine."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import proofs


@login_not_required
@never_cache
@require_safe
def verify(request, code):
    """The page behind the QR of a paper."""
    proof = proofs.find(code)
    response = render(request, "portal/verify.html", {"proof": proof}, status=200 if proof else 404)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
