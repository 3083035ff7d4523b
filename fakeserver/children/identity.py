"""What tells a child whom to sign in, by the variables that name a live tenant: a script reads one set of names."""

from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant


def identity(tenant: Tenant, user: User | None) -> dict[str, str]:
    """Return the variables for a tenant: its id, its first application of each kind, a user.

    What it does not have is empty, so that no value of another tenant's is left.
    """
    public = next((app for app in tenant.apps if app.public), None)
    daemon = next((app for app in tenant.apps if not app.public), None)
    values = {
        "M365_TENANT_ID": tenant.tenant_id,
        "M365_CLIENT_ID": public and public.client_id,
        "M365_DAEMON_CLIENT_ID": daemon and daemon.client_id,
        "M365_CLIENT_SECRET": daemon and daemon.client_secret,
        "M365_USERNAME": user and user.upn,
        "M365_PASSWORD": user and user.password,
    }
    return {name: value or "" for name, value in values.items()}
