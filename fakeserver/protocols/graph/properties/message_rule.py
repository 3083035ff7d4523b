"""microsoft.graph.messageRule: a rule as it is shown.

Sources: learn.microsoft.com/graph/api/mailfolder-list-messagerules, whose samples have what is given alone;
microsoft-graph-docs#13225, where a rule with a condition that Graph does not have is read-only, without conditions and
actions.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from fakeserver.protocols.graph.ids import rest_id
from fakeserver.protocols.graph.properties.rule_members import ACTIONS, PREDICATES, Kind, Member, can_say
from fakeserver.protocols.graph.properties.table import ABSENT, EntityType, Property
from fakeserver.protocols.graph.properties.values import recipients
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.predicates import RulePredicates, SizeRange
from fakeserver.tenant.exchange.inbox_rules.rules import InboxRule


class PlacedRule(NamedTuple):
    """A rule, and which one it is in their order, from 1."""

    rule: InboxRule
    sequence: int

    @property
    def is_read_only(self) -> bool:
        """Whether it has something that Graph cannot say."""
        rule = self.rule
        conditions = (rule.conditions, rule.exceptions)
        return not (can_say(ACTIONS, rule.actions) and all(can_say(PREDICATES, each) for each in conditions))


def _written(members: Mapping[str, Member], value: RulePredicates | RuleActions) -> dict[str, Any]:
    given = value.given()
    return {name: _value(member, given[member.name]) for name, member in members.items() if member.name in given}


def _value(member: Member, value: Any) -> Any:
    match member.kind:
        case Kind.TEXTS:
            return list(value)
        case Kind.WORD:
            return next(word for word, meant in member.words.items() if meant is value)
        case Kind.ADDRESSES | Kind.RECIPIENTS:
            return recipients(value)
        case Kind.FOLDER:
            return rest_id(value.folder_id)
        case Kind.SIZES:
            sizes: SizeRange = value
            return {"minimumSize": sizes.minimum, "maximumSize": sizes.maximum}
        case Kind.FLAG:
            return True


def _part(members: Mapping[str, Member], attribute: str) -> Any:
    def read(placed: PlacedRule, _view: View) -> Any:
        value = getattr(placed.rule, attribute)
        return _written(members, value) if value and not placed.is_read_only else ABSENT

    return read


MESSAGE_RULE: Final = EntityType[PlacedRule](
    "microsoft.graph.messageRule",
    (
        Property("id", lambda placed, _: rest_id(placed.rule.rule_id)),
        Property("displayName", lambda placed, _: placed.rule.name),
        Property("sequence", lambda placed, _: placed.sequence),
        Property("isEnabled", lambda placed, _: placed.rule.is_enabled),
        Property("hasError", lambda placed, _: placed.rule.is_in_error),
        Property("isReadOnly", lambda placed, _: placed.is_read_only),
        Property("conditions", _part(PREDICATES, "conditions")),
        Property("actions", _part(ACTIONS, "actions")),
        Property("exceptions", _part(PREDICATES, "exceptions")),
    ),
)
