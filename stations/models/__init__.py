from stations.models.export import Export
from stations.models.network import (
    MAX_DEPTH,
    NETWORK_KINDS,
    PARTNER_KINDS,
    Kind,
    MediationBody,
    Organisation,
    OrganisationName,
)
from stations.models.people import ADMINISTRATORS, Appointment, Membership, Role, RosterEntry, User
from stations.models.security import ApiToken, Brake, OneTimeLink, Setting

__all__ = [
    "ADMINISTRATORS", "MAX_DEPTH", "NETWORK_KINDS", "PARTNER_KINDS", "ApiToken", "Appointment", "Brake",
    "Export", "Kind", "MediationBody", "Membership", "OneTimeLink", "Organisation", "OrganisationName", "Role",
    "RosterEntry", "Setting", "User",
]  # fmt: skip
