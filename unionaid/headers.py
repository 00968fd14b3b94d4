"""Headers no setting of Django covers."""


class NoStore:
    """Pages of somebody who is logged in are never kept by a browser or a proxy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.get("Cache-Control") == "no-store":  # an error page, which must not ask who it is for
            return response
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response
