"""The page of one form, which all acts of the network share."""

from django.shortcuts import render

from record.forms import carry_out


def fill(request, form, do, *, layout="stations/form.html", **words):
    """A page that shows one form, carries it out and goes on; refused, it shows what was typed and why.

    `words` for the template: `title`, `act` (the button), `back` (address); `about` (whom or what it
    concerns), `consequences` (sentences) and `danger` where they apply.
    """
    if request.method == "POST" and form.is_valid():
        onward = carry_out(request, form, do)
        if onward is not None:
            return onward
    status = 422 if request.method == "POST" else 200
    return render(request, layout, {"form": form, **words}, status=status)
