"""Reads t:Rule, and collects what is not valid in it.

Assumption: what is not said to be enabled is not, as with any other truth value.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from fakeserver.protocols.ews.operations.inbox_rules.errors import FieldError, InvalidField
from fakeserver.protocols.ews.operations.inbox_rules.parts import Place
from fakeserver.protocols.ews.operations.inbox_rules.rule_fields import ACTIONS, PREDICATES, RuleField
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, boolean_of, content, required, tag
from fakeserver.protocols.ews.values.simple import INTEGER
from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.predicates import RulePredicates
from fakeserver.tenant.exchange.inbox_rules.rules import MAX_NAME, InboxRule


class GivenRule(NamedTuple):
    """A rule as a client sends it."""

    rule_id: str
    name: str
    priority: int
    is_enabled: bool
    conditions: RulePredicates
    exceptions: RulePredicates
    actions: RuleActions

    def as_rule(self, rule_id: str) -> InboxRule:
        """Return it as the mailbox keeps it."""
        return InboxRule(rule_id, self.name, self.conditions, self.actions, self.exceptions, self.is_enabled)


def read_rule(place: Place, node: Element, errors: list[FieldError]) -> GivenRule:
    """Read a rule; what is not valid in it is added to the errors, and left out.

    Raises:
        Violation: it is not as the schema has it.
    """
    name, priority = content(required(node, t("DisplayName"))), INTEGER.read(required(node, t("Priority")))
    _noted(errors, "DisplayName", lambda: _check_name(name))
    _noted(errors, "Priority", lambda: _check_priority(priority))
    for said in ("IsNotSupported", "IsInError"):
        if boolean_of(node.find(t(said))):
            errors.append(FieldError(said, InvalidField("NotSettable", "true")))
    conditions = _fields(place, node.find(t("Conditions")), PREDICATES, "Condition", errors)
    exceptions = _fields(place, node.find(t("Exceptions")), PREDICATES, "Exception", errors)
    before = len(errors)
    actions = RuleActions(**_fields(place, node.find(t("Actions")), ACTIONS, "Action", errors))
    if not actions and len(errors) == before:
        errors.append(FieldError("Actions", InvalidField("MissingAction")))
    return GivenRule(
        content(node.find(t("RuleId"))),
        name,
        priority,
        boolean_of(node.find(t("IsEnabled"))),
        RulePredicates(**conditions),
        RulePredicates(**exceptions),
        actions,
    )


def _check_name(name: str) -> None:
    if not name:
        raise InvalidField("EmptyValueFound")
    if len(name) > MAX_NAME:
        raise InvalidField("StringValueTooBig", name)


def _check_priority(priority: int) -> None:
    # Assumption: 0 stands before all, as 1 does.
    if priority < 0:
        raise InvalidField("InvalidValue", str(priority))


def _fields(
    place: Place, parent: Element | None, fields: Mapping[str, RuleField], prefix: str, errors: list[FieldError]
) -> dict[str, Any]:
    values: dict[str, Any] = {}

    def take(node: Element) -> None:
        field = fields[tag(node)]
        values[field.name] = field.kind.read(place, node)

    for node in () if parent is None else parent:
        _noted(errors, f"{prefix}:{tag(node)}", lambda node=node: take(node))  # type: ignore[misc]
    return values


def _noted(errors: list[FieldError], uri: str, read: Callable[[], object]) -> None:
    try:
        read()
    except InvalidField as trouble:
        errors.append(FieldError(uri, trouble))
