"""Permissions by the names that tests give them, and the other way round."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from fakeserver.tenant.directory.permissions import (
    EXCHANGE_ONLINE,
    OPENID_SCOPES,
    RESOURCES,
    ResourceApplication,
    qualified,
    resource_by_name,
    split_scope,
)


@lru_cache(maxsize=256)
def _by_address(names: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    # Kept, since each new tenant has the usual applications, which name the same ones.
    found: dict[str, list[str]] = {}
    for name in names:
        full = qualified(name)
        if name not in OPENID_SCOPES:
            address, value = split_scope(full)
            found.setdefault(address, []).append(value)
    return list(found.items())


def named_permissions(
    names: Iterable[str],
    *,
    application: bool = False,
    find: Callable[[str], ResourceApplication | None] = resource_by_name,
) -> frozenset[tuple[str, str]]:
    """Read names of permissions, as a test gives them, into (resource app id, permission).

    Raises:
        ValueError: one is unknown; the text lists what there is.
    """
    named = tuple(names)
    try:
        by_address = _by_address(named)
    except TypeError:
        # One is no text, and perhaps nothing that can be kept: said by its own words.
        by_address = _by_address.__wrapped__(named)
    found = set[tuple[str, str]]()
    for address, values in by_address:
        resource = find(address)
        if resource is None:
            raise ValueError(f"no resource {address!r} for the permission {f'{address}/{values[0]}'!r}")
        app_id, known = resource.app_id, resource.permissions(application=application)
        found.update([(app_id, value if value in known else _spelt(resource, value, application)) for value in values])
    return frozenset(found)


def _spelt(resource: ResourceApplication, value: str, application: bool) -> str:
    spelt = resource.permission(value, application=application)
    if spelt is None:
        there = ", ".join(sorted(resource.permissions(application=application)))
        raise ValueError(f"{resource.name} has no permission {value!r}; it has {there}")
    return spelt


def shown_permissions(permissions: Iterable[tuple[str, str]]) -> list[str]:
    """Return (resource app id, permission) as `named_permissions` takes them: bare names are Exchange Online's."""
    addresses = {resource.app_id: resource.identifier_uris[0] for resource in RESOURCES}
    return sorted(
        name if app_id == EXCHANGE_ONLINE else f"{addresses.get(app_id, f'api://{app_id}')}/{name}"
        for app_id, name in permissions
    )
