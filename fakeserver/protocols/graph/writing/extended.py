"""Extended properties of MAPI that a client writes.

Source: learn.microsoft.com/graph/api/singlevaluelegacyextendedproperty-post-singlevalueextendedproperties
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from fakeserver.protocols.graph.body import of_type
from fakeserver.protocols.graph.errors import ASSUMED, NOT_PERFORMED, GraphError, Row
from fakeserver.protocols.graph.properties.extended import read_id
from fakeserver.protocols.graph.values.reading import listed, structure, text
from fakeserver.tenant.exchange.mapi import property as mapi
from fakeserver.tenant.exchange.mapi.errors import NoSuchValue, NotSettable
from fakeserver.tenant.exchange.mapi.values import parsed
from fakeserver.tenant.exchange.values import ExtendedPropertyKey

#: Code and text of EWS, as the next ones.
BAD_VALUE: Final = Row(400, "ErrorInvalidExtendedPropertyValue", "The extended property value is invalid.", ASSUMED)
NOT_SAVED: Final = Row(400, "ErrorItemSavePropertyError", "Item save operation did not succeed.", ASSUMED)
NO_SUCH_VALUE: Final = Row(400, "ErrorInvalidValueForProperty", "The specified value is invalid for property.", ASSUMED)
#: PidTagDeferredDeliveryTime and PidTagDeferredSendTime: nothing here waits to be sent.
_LATER: Final = (0x000F, 0x3FEF)
#: Property -> whether it is of those with several values.
EXTENDED: Final = {"singleValueExtendedProperties": False, "multiValueExtendedProperties": True}
_MEMBERS: Final = frozenset({"id", "value"})


def extended_changes(value: Any, *, multi: bool, so_far: Callable[[str], Any] = lambda name: None) -> dict[Any, Any]:
    """Read singleValueExtendedProperties, or multiValueExtendedProperties, as changes of an item.

    Some are properties of another name: ``String 0x0037`` is the subject. A value that is null deletes one.

    Args:
        so_far: gives a property that the item has so far by the tenant's name, None where there is none.

    Raises:
        GraphError: an id is none, a value does not fit its type, or the store works it out.
    """
    changes: dict[Any, Any] = {}

    def known(name: str) -> Any:
        return changes[name] if name in changes else so_far(name)

    name = "multiValueExtendedProperties" if multi else "singleValueExtendedProperties"
    for key, one in listed(value, name, lambda given, called: _read(given, called, multi=multi)):
        try:
            changes |= mapi.changes(key, one, known)
        except NotSettable as problem:
            raise GraphError(NOT_SAVED) from problem
        except NoSuchValue as problem:
            raise GraphError(NO_SUCH_VALUE) from problem
    return changes


def fixed_when_sent(value: Any, *, multi: bool) -> bool:
    """Say whether one of the properties cannot be changed any more once a message is sent."""
    found = listed(value, "id", lambda given, called: _read(given, called, multi=multi))
    return any(mapi.asks_for_receipt(key) for key, _ in found)


def _read(value: Any, name: str, *, multi: bool) -> tuple[ExtendedPropertyKey, Any]:
    kind = "multiValueLegacyExtendedProperty" if multi else "singleValueLegacyExtendedProperty"
    given = structure(value, name, kind, _MEMBERS)
    key = read_id(text(given.get("id"), "id") or "", multiple=multi).key
    said = given.get("value")
    if key.property_set is None and key.name in _LATER and said is not None:
        raise GraphError(NOT_PERFORMED, what="sending later")
    if said is None:
        return key, None
    if multi:
        return key, [_parsed(of_type(one, str, "value"), key) for one in of_type(said, list, "value")] or None
    return key, _parsed(of_type(said, str, "value"), key)


def _parsed(given: str, key: ExtendedPropertyKey) -> Any:
    try:
        value = parsed(given, key.property_type)
    except ValueError as problem:
        raise GraphError(BAD_VALUE) from problem
    # Assumption: a time without an offset is in UTC.
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value
