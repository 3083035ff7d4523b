"""A messageRule as a client writes it.

Assumptions: what EWS says of a rule that is not valid is said here, with EWS's code, and of one fault alone; an empty
list, false and null ask for nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from fakeserver.protocols.graph.body import of_type
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, INVALID_SET, MISMATCH, UNKNOWN_PROPERTY, GraphError, Row
from fakeserver.protocols.graph.properties.message_rule import MESSAGE_RULE, PlacedRule
from fakeserver.protocols.graph.properties.rule_members import ACTIONS, PREDICATES, Kind, Member
from fakeserver.protocols.graph.properties.view import View
from fakeserver.protocols.graph.values.attendees import read_recipient
from fakeserver.protocols.graph.values.reading import chosen, listed, structure, text
from fakeserver.tenant.access.checks.recipients import is_nobody
from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.predicates import MAX_SIZE, MAX_TEXT, RulePredicates, SizeRange
from fakeserver.tenant.exchange.inbox_rules.rules import MAX_NAME, InboxRule
from fakeserver.tenant.exchange.mime.addresses import is_address
from fakeserver.tenant.exchange.values import EmailAddress

INVALID_RULE: Final = Row(
    400,
    "ErrorInboxRulesValidationError",
    "A validation error occurred while executing the rule operation., {name}: {why}",
    ASSUMED,
)
#: Of Edm.Int32.
_MOST: Final = 2**31 - 1
_PREDICATES_TYPE: Final = "messageRulePredicates"
#: What only the service sets; what a client sends back of it has to be so.
_READ_ONLY: Final = frozenset({"id", "hasError", "isReadOnly"})


def invalid(name: str, why: str) -> GraphError:
    """Return the error of a rule that is not valid."""
    return GraphError(INVALID_RULE, name=name, why=why)


def read_changes(call: Call, given: Mapping[str, Any], placed: PlacedRule) -> PlacedRule:
    """Return a rule as the members in a body make it; conditions, actions and exceptions are each replaced as a whole.

    Raises:
        GraphError: a member is none of a rule's, or not valid; it would do nothing.
        IdMalformed, FolderNotFound, FolderGone: a folder is none.
    """
    changes: dict[str, Any] = {}
    sequence = placed.sequence
    for name, value in given.items():
        match name:
            case "displayName":
                changes["name"] = _name(value)
            case "isEnabled":
                changes["is_enabled"] = bool(of_type(value, bool, name))
            case "sequence":
                sequence = _sequence(value)
            case "conditions" | "exceptions":
                changes[name] = RulePredicates(**_members(call, value, name, _PREDICATES_TYPE, PREDICATES))
            case "actions":
                changes[name] = RuleActions(**_members(call, value, name, "messageRuleActions", ACTIONS))
            case _:
                _check_read_only(name, value, placed)
    rule: InboxRule = replace(placed.rule, **changes)
    if not rule.actions:
        raise invalid("actions", "At least one action must be specified.")
    return PlacedRule(rule, sequence)


def _check_read_only(name: str, value: Any, placed: PlacedRule) -> None:
    found = MESSAGE_RULE.property(name)
    if found is None or found.name not in _READ_ONLY or name != found.name:
        raise GraphError(UNKNOWN_PROPERTY, name=name[:200], type=MESSAGE_RULE.name)
    if value is not None and value != found.read(placed, View()):
        raise GraphError(INVALID_SET)


def _name(value: Any) -> str:
    name = text(value, "displayName")
    if not name:
        raise invalid("displayName", "The value must not be empty.")
    if len(name) > MAX_NAME:
        raise invalid("displayName", "The string value is too big.")
    return name


def _sequence(value: Any) -> int:
    sequence: int = of_type(value, int, "sequence")
    if sequence > _MOST:
        raise GraphError(MISMATCH, name="sequence")
    if sequence < 0:
        raise invalid("sequence", "The value is invalid.")
    return sequence


def _members(call: Call, value: Any, name: str, kind: str, members: Mapping[str, Member]) -> dict[str, Any]:
    if value is None:
        return {}
    given = structure(value, name, kind, frozenset(members))
    read = {members[key].name: _read(call, members[key], one, key) for key, one in given.items()}
    return {attribute: one for attribute, one in read.items() if one is not None}


def _read(call: Call, member: Member, value: Any, name: str) -> Any:
    if value is None:
        return None
    match member.kind:
        case Kind.TEXTS:
            return tuple(listed(value, name, _text)) or None
        case Kind.FLAG:
            return bool(of_type(value, bool, name))
        case Kind.WORD:
            return chosen(value, name, member.words)
        case Kind.ADDRESSES:
            return tuple(listed(value, name, _address)) or None
        case Kind.RECIPIENTS:
            return tuple(_somebody(call, one, name) for one in listed(value, name, _address)) or None
        case Kind.FOLDER:
            return call.folder(str(of_type(value, str, name)), "see")
        case Kind.SIZES:
            return _sizes(value, name)


def _text(value: Any, name: str) -> str:
    given = str(of_type(value, str, name))
    if not given:
        raise invalid(name, "The value must not be empty.")
    if len(given) > MAX_TEXT:
        raise invalid(name, "The string value is too big.")
    return given


def _address(value: Any, name: str) -> EmailAddress:
    given = read_recipient(value, name)
    if not given.address:
        raise invalid(name, "The value must not be empty.")
    if not is_address(given.address):
        raise invalid(name, "The e-mail address is invalid.")
    return given


def _somebody(call: Call, address: EmailAddress, name: str) -> EmailAddress:
    if is_nobody(call.tenant, address.address):
        raise invalid(name, "The recipient does not exist.")
    return address


def _sizes(value: Any, name: str) -> SizeRange:
    given = structure(value, name, "sizeRange", frozenset({"minimumSize", "maximumSize"}))
    bounds: dict[str, int] = {one: of_type(size, int, one) for one, size in given.items() if size is not None}
    minimum, maximum = bounds.get("minimumSize"), bounds.get("maximumSize")
    if not bounds:
        raise invalid(name, "The range value is missing.")
    if min(bounds.values()) < 0:
        raise invalid(name, "The size is less than zero.")
    if max(bounds.values()) > MAX_SIZE or (minimum is not None and maximum is not None and minimum > maximum):
        raise invalid(name, "The size range is invalid.")
    return SizeRange(minimum, maximum)
