"""The nodes of a conversation: its messages, each with all copies of it, as a tree of what answers what.

Source: web-service-reference/getconversationitems-operation, /sortorder-conversationnodesortorder.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fakeserver.steps import Steps, each
from fakeserver.tenant.exchange.entities import Item

#: Order -> whether it is that of the tree, and whether it is turned round.
SORT_ORDERS: Final = {
    "TreeOrderAscending": (True, False),
    "TreeOrderDescending": (True, True),
    "DateOrderAscending": (False, False),
    "DateOrderDescending": (False, True),
}


@dataclass(frozen=True)
class Node:
    """One message of a conversation."""

    #: empty where it has none
    message_id: str
    #: of the message that it answers, be that here or not; empty where it answers none
    parent_id: str
    #: the message itself in each folder that has it, the oldest first
    items: list[Item]

    @property
    def received_at(self) -> datetime:
        """When its first copy came."""
        return self.items[0].received_at


def nodes_of(items: Sequence[Item], order: str) -> Steps[list[Node]]:
    """Return the nodes of items, which are given the oldest first.

    Args:
        order: one of `SORT_ORDERS`. In that of the tree an answer stands behind what it answers, and before what came
            later on another branch.
    """
    by_tree, turned = SORT_ORDERS[order]
    copies: defaultdict[str, list[Item]] = defaultdict(list)

    def take(item: Item) -> None:
        # What has no id of its own is a node of its own.
        copies[item.get("internet_message_id") or f"item {item.number}"].append(item)

    def node_of(held: list[Item]) -> Node:
        return Node(held[0].get("internet_message_id") or "", _parent(held[0]), held)

    yield from each(items, take)
    nodes = yield from each(copies.values(), node_of)
    nodes.sort(key=lambda node: node.received_at)
    found = _tree(nodes) if by_tree else nodes
    return found[::-1] if turned else found


def _parent(item: Item) -> str:
    said = item.get("in_reply_to") or ""
    earlier = (item.get("references") or "").split()
    return next(iter(said.split()), earlier[-1] if earlier else "")


def _tree(nodes: Sequence[Node]) -> list[Node]:
    """Return nodes depth first. What answers itself, in however many turns, stands at the end."""
    known = {node.message_id for node in nodes if node.message_id}
    answers: defaultdict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        answers[node.parent_id if node.parent_id in known else ""].append(node)
    ordered: list[Node] = []
    seen: set[int] = set()
    # Without recursion: a thread may be longer than Python's calls can nest.
    waiting = answers.pop("")[::-1] if "" in answers else []
    rest = list(nodes[::-1])
    while waiting or rest:
        node = waiting.pop() if waiting else rest.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        ordered.append(node)
        if node.message_id:
            waiting += answers.get(node.message_id, [])[::-1]
    return ordered
