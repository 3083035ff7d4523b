"""The switches that an admin sets for the whole tenant: one file each, and the object that holds them all."""

from fakeserver.tenant.access.policies.policies import Policies

__all__ = ["Policies"]
