"""Mediation for programs: the list of mediations, and everything under /api/v1/cases/{id}/mediation/.

What a side said in confidence goes in (POST) and never comes out: no answer of the API holds it.
"""

from mediation.api import agreement, running, sessions, signing

urlpatterns = [
    pattern for module in (running, sessions, agreement, signing) for pattern in module.urlpatterns
]
