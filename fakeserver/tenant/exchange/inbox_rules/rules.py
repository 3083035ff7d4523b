"""The inbox rules of one mailbox, in the order in which they run.

Assumption: their priorities are 1, 2, 3... whatever numbers clients give: a rule that comes stands before the one that
has its number, or at the end. OfficeDev/ews-managed-api#14 reports that a rule which is to be the last one became the
last but one; nobody has confirmed it.
"""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.id_maker import IdMaker
from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.predicates import RulePredicates

#: Octets that all rules of a mailbox may have ("Limits for rules": 256 KB for each mailbox).
QUOTA: Final = 256 * 1024
#: Characters of a rule's name. Assumption.
MAX_NAME: Final = 256
#: Assumption: what a rule, and each part of it, takes besides its texts.
_OVERHEAD: Final = 64


@dataclass(frozen=True, slots=True, repr=False)
class InboxRule:
    """One rule: all of its conditions hold, and none of its exceptions does."""

    #: as EWS names it
    rule_id: str
    name: str
    conditions: RulePredicates
    actions: RuleActions
    #: one of them is enough
    exceptions: RulePredicates
    is_enabled: bool = True

    @property
    def is_in_error(self) -> bool:
        """Whether something that its actions need is gone, so that it does nothing."""
        return not self.actions.are_possible

    @property
    def size(self) -> int:
        """Octets that it takes of the quota. Assumption: texts in UTF-16, and something for each part."""
        return _size([self.name, self.conditions, self.exceptions, self.actions])

    def __repr__(self) -> str:
        unless = f", unless {self.exceptions}" if self.exceptions else ""
        state = ", in error" if self.is_in_error else "" if self.is_enabled else ", disabled"
        return f"<InboxRule {self.name!r}: {self.conditions} -> {self.actions}{unless}{state}>"


def _size(value: Any) -> int:
    if isinstance(value, str):
        return 2 * len(value)
    if isinstance(value, list | tuple):
        return _OVERHEAD + sum(map(_size, value))
    if isinstance(value, RulePredicates | RuleActions):
        return sum(_OVERHEAD + _size(part) for part in value.given().values())
    if isinstance(value, Folder | Item) or not hasattr(value, "__dataclass_fields__"):
        return _OVERHEAD
    return _OVERHEAD + sum(_size(getattr(value, part.name)) for part in fields(value))


class InboxRules:
    """One mailbox's rules; looked at as a sequence. Use them with the tenant's lock held."""

    def __init__(self, ids: IdMaker) -> None:
        self._ids = ids
        self._rules: list[InboxRule] = []
        #: whether Outlook has left a copy of its own, which clients of EWS must agree to remove
        self.outlook_blob_exists = False

    def __iter__(self) -> Iterator[InboxRule]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    def __getitem__(self, name: str) -> InboxRule:
        """Return the first rule of a name.

        Raises:
            KeyError: there is none.
        """
        for rule in self._rules:
            if rule.name == name:
                return rule
        raise KeyError(f"no rule {name!r}; there are {[rule.name for rule in self._rules]}")

    def add(
        self,
        name: str,
        conditions: RulePredicates,
        actions: RuleActions,
        exceptions: RulePredicates | None = None,
        *,
        priority: int | None = None,
        is_enabled: bool = True,
    ) -> InboxRule:
        """Add a rule, as its owner does in Outlook; it runs last, unless a priority says otherwise.

        Raises:
            ValueError: it does nothing, or the rules have no room for it.
        """
        if not actions:
            raise ValueError(f"the rule {name!r} does nothing: give RuleActions(...) an action")
        rule = InboxRule(self.new_id(), name, conditions, actions, exceptions or RulePredicates(), is_enabled)
        rules = list(self._rules)
        insert(rules, rule, len(rules) + 1 if priority is None else priority)
        if not fit(rules):
            raise ValueError(f"the rules of a mailbox have room for {QUOTA} octets")
        self.replace(rules)
        return rule

    def replace(self, rules: Sequence[InboxRule]) -> None:
        """Take other rules in the place of all; they fit."""
        self._rules = list(rules)

    def new_id(self) -> str:
        """Return an id that no other rule has had: 64 bits, of which the store counts 48 ([MS-OXORULE] 2.2.1.3.1.1)."""
        return b64encode(b"\2\0" + self._ids.new_number().to_bytes(6, "big")).decode("ascii")

    def __repr__(self) -> str:
        return f"<InboxRules {self._rules}>"


def insert(rules: list[InboxRule], rule: InboxRule, priority: int) -> None:
    """Put a rule before the one that has its priority."""
    rules.insert(max(priority, 1) - 1, rule)


def fit(rules: Sequence[InboxRule]) -> bool:
    """Say whether a mailbox has room for so many rules."""
    return sum(rule.size for rule in rules) <= QUOTA
