"""A tenant written as rows, and made again of them, without a file."""

import json
from typing import Any

from fakeserver.state.making import Making, by_room
from fakeserver.state.octets import Octets
from fakeserver.state.rows import Key
from fakeserver.state.tenant_rows import TenantRows
from fakeserver.steps import Pace
from fakeserver.tenant.tenant import Tenant


def taken(rows: TenantRows) -> dict[Key, str | None]:
    """Return what is to be written of a tenant now."""
    while True:
        with rows.tenant.lock:
            if rows.take(Pace()):
                return rows.rows.pending


def made_of(rows: dict[Key, Any], octets: Octets) -> Tenant:
    """Return the tenant that rows make."""
    forms = by_room()
    for key, text in sorted(rows.items(), key=lambda row: row[0]):
        forms[key.room][key.holder][key.number] = json.loads(text)
    return Making(forms, octets).made()


def again(tenant: Tenant) -> Tenant:
    """Return a tenant as it is after a restart."""
    octets = Octets()
    return made_of(taken(TenantRows(tenant, octets)), octets)
