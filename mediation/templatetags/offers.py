"""How amounts stand in the narrow columns of the room."""

from django import template

register = template.Library()


@register.filter
def figures(amount):
    """15600 → 15,600.00; a dash where nobody said anything. Grouped by three, as on papers."""
    if isinstance(amount, str):
        return amount or "—"
    return "—" if amount is None else f"{amount:,.2f}"
