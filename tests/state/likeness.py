"""Compares two tenants object by object, whatever `fakeserver.state.known` says; what is worked out may differ."""

from collections import deque
from collections.abc import Iterator
from functools import partial
from random import Random
from threading import Lock, RLock
from types import BuiltinMethodType, FunctionType, MappingProxyType, MethodType
from typing import Any

from fakeserver.tenant.directory.distribution_groups import DistributionGroup
from fakeserver.tenant.exchange.entities import Attachment
from fakeserver.tenant.exchange.mime.parts import Part
from fakeserver.tenant.exchange.search_folders import SearchFolder
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.keys import SigningKey

_PLAIN = (FunctionType, MethodType, BuiltinMethodType, partial, type(Lock()), type(RLock()), Random)

#: Class and attribute -> why it may be another one.
MAY_DIFFER = {
    "Tenant._scheduling": "made when it is first needed",
    "Tenant.journal": "made when it is first needed",
    "Tenant.notes": "the journal is not kept",
    "Tenant.trouble": "faults are not kept",
    "Tenant.budgets": "counts by the minute are not kept",
    "Tenant.snapshots": "snapshots are not kept",
    "Transport._budgets": "counts by the minute are not kept",
    "Later._timer": "made when something waits",
    "Later._stop_watching": "made when something waits",
    "Clock._watchers": "those who wait, here and now",
    "ChangeLog._watchers": "those who wait, here and now",
    "Outbound._watchers": "those who wait, here and now",
    "DistributionGroup.members": "who was removed counts no more, and is left out; compared by itself",
    "DistributionGroup.allowed_senders": "the same",
    "DeviceCodes._codes": "a device asks for another code",
    "Mailbox._calendar": "an index",
    "Mailbox._meetings": "an index",
    "Mailbox.conversations": "an index, but for the rules, which are compared by themselves",
    "Mailbox.search": "an index",
    "Mailbox.notifications": "subscriptions end with the process",
    "Contents.parsed": "worked out",
    "Contents.texts": "worked out",
    "IdMaker._change_keys": "worked out",
    "IdMaker._folder_ids": "worked out",
    "IdMaker._item_ids": "worked out",
    "Item.rendered": "worked out, and compared by itself",
    "Item.kept": "worked out",
    "Item.subject_key": "worked out",
    "Item.text_key": "worked out",
    "Item.header_key": "worked out",
    "Item.made_id": "worked out, and compared by itself",
    "Item.made_key": "worked out, and compared by itself",
    "Item.read_attachments": "read when first asked for, and compared by itself",
    "Item.last_attachment": "grows when attachments are read",
    "Attachment.source": "octets or a part of a message, compared by itself",
    "SearchFolder.met_by": "a function, tried by itself",
    "SearchFolder.basis": "a function, tried by itself",
    "ReadState._reader": "of the moment",
}


def differences(one: Tenant, other: Tenant) -> list[str]:
    """Return where two tenants are not alike."""
    return list(_differences(one, other))


def _differences(one: Tenant, other: Tenant) -> Iterator[str]:
    pairs: dict[int, Any] = {}
    held: list[Any] = []
    waiting: deque[tuple[str, Any, Any]] = deque([("tenant", one, other)])
    while waiting:
        path, here, there = waiting.popleft()
        if type(here) is not type(there):
            if {type(here), type(there)} != {Part, bytes}:
                yield f"{path}: {here!r:.80} and {there!r:.80}"
            continue
        if isinstance(here, _PLAIN):
            continue
        if isinstance(here, SigningKey):
            if here.kid != there.kid:
                yield f"{path}: {here} and {there}"
            continue
        if id(here) in pairs:
            # One thing in two places is one thing afterwards as well.
            if pairs[id(here)] is not there and _is_thing(here):
                yield f"{path}: is two things, {here!r:.80}"
            continue
        pairs[id(here)] = there
        held.append(here)
        waiting.extend(_parts(path, here, there))
        if not _has_parts(here) and here != there:
            yield f"{path}: {here!r:.120} and {there!r:.120}"


def _is_thing(thing: object) -> bool:
    """Say whether it is one of ours, and more than its value."""
    parameters = getattr(type(thing), "__dataclass_params__", None)
    is_value = bool(parameters and parameters.frozen) or isinstance(thing, (tuple, str, int))
    return type(thing).__module__.startswith("fakeserver") and not is_value


def _has_parts(thing: object) -> bool:
    if isinstance(thing, (str, bytes, int, float)):
        return False
    return isinstance(thing, (dict, MappingProxyType, list, tuple, deque, set, frozenset)) or bool(_attributes(thing))


def _attributes(thing: Any) -> dict[str, Any]:
    if not type(thing).__module__.startswith("fakeserver"):
        return {}
    found = {
        name: getattr(thing, name)
        for kind in type(thing).__mro__
        for name in getattr(kind, "__slots__", ())
        if hasattr(thing, name)
    }
    found.update(getattr(thing, "__dict__", {}))
    names = [kind.__name__ for kind in type(thing).__mro__]
    return {name: value for name, value in found.items() if not any(f"{of}.{name}" in MAY_DIFFER for of in names)}


def _parts(path: str, here: Any, there: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(here, (dict, MappingProxyType)):
        simple = all(isinstance(key, (str, int)) for key in here)
        if path.endswith("._grants"):
            # Who comes first among tokens and codes means nothing.
            here, there = ({key: held[key] for key in sorted(held)} for held in (here, there))
        yield f"{path} keys", (list(here) if simple else len(here)), (list(there) if simple else len(there))
        for key, other in zip(here, there, strict=False):
            if not simple:
                yield f"{path} key {key!r:.40}", key, other
            yield f"{path}[{key!r:.40}]", here[key], there[other]
    elif isinstance(here, (set, frozenset)):
        yield f"{path} set", sorted(here, key=repr), sorted(there, key=repr)
    elif isinstance(here, (list, tuple, deque)):
        yield f"{path} length", len(here), len(there)
        for index, (mine, yours) in enumerate(zip(here, there, strict=False)):
            yield f"{path}[{index}]", mine, yours
    if (mine := _attributes(here)) or _attributes(there):
        yours = _attributes(there)
        yield f"{path} attributes", sorted(mine), sorted(yours)
        for name, value in mine.items():
            if name in yours:
                yield f"{path}.{name}", value, yours[name]
    if isinstance(here, SearchFolder):
        yield f"{path}.met_by", type(here.met_by), type(there.met_by)
    if isinstance(here, DistributionGroup):
        yield f"{path}.present_members", here.present_members(), there.present_members()
    if isinstance(here, Attachment):
        yield f"{path}.content", here.content, there.content
