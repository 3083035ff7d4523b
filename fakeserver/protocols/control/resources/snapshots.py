"""Snapshots of a tenant, which are kept on the server under an id, and the way back to them."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count as counted
from typing import Final

from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.problems import NotThere, Problem
from fakeserver.protocols.control.resources.tenants import TenantView, tenant_view
from fakeserver.protocols.control.routing import operation
from fakeserver.suggestion import suggestion
from fakeserver.tenant.snapshot import Snapshot

#: Of one tenant: each holds what the tenant held then.
MOST: Final = 100

_NUMBERS: Final = counted(1)


@dataclass
class SnapshotView:
    """A moment of a tenant that was kept."""

    id: str
    at: datetime
    users: int


@dataclass
class Snapshots:
    """Those of a tenant, oldest first."""

    snapshots: list[SnapshotView]


@dataclass
class Restoring:
    """Where to go back to."""

    #: null: the newest
    snapshot: str | None = None


@operation("GET", "/tenants/{tenant}/snapshots")
def list_snapshots(call: Call) -> Snapshots:
    """List the snapshots that were taken by the API."""
    return Snapshots([_view(name, snapshot) for name, snapshot in call.tenant.snapshots.kept.items()])


@operation("POST", "/tenants/{tenant}/snapshots", status=201)
def create_snapshot(call: Call) -> SnapshotView:
    """Keep what a tenant is now: all but time, the journal and ordered faults."""
    kept = call.tenant.snapshots.kept
    if len(kept) >= MOST:
        raise Problem(409, f"{MOST} snapshots are kept already: delete some")
    name = str(next(_NUMBERS))
    kept[name] = snapshot = call.tenant.snapshot()
    return _view(name, snapshot)


@operation("DELETE", "/tenants/{tenant}/snapshots/{snapshot}")
def delete_snapshot(call: Call) -> None:
    """Let go of a snapshot."""
    kept, name = call.tenant.snapshots.kept, call.values["snapshot"]
    if kept.pop(name, None) is None:
        raise NotThere(f"no snapshot {name!r}{suggestion(name, kept)}")


@operation("POST", "/tenants/{tenant}/restore")
def restore_tenant(call: Call, body: Restoring) -> TenantView:
    """Make a tenant what it was at a snapshot; clients are told goodbye, and ids given out since mean nothing else."""
    kept = call.tenant.snapshots.kept
    if not kept:
        raise Problem(409, "no snapshot was taken: POST /tenants/{tenant}/snapshots takes one")
    name = next(reversed(kept)) if body.snapshot is None else body.snapshot
    if name not in kept:
        raise NotThere(f"no snapshot {name!r}{suggestion(name, kept)}")
    call.tenant.restore(kept[name])
    return tenant_view(call, call.tenant)


def _view(name: str, snapshot: Snapshot) -> SnapshotView:
    return SnapshotView(name, snapshot.at, snapshot.user_count)
