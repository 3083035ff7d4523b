"""Conversations of very many messages: every operation on them lets others run in between."""

import pytest

from fakeserver.protocols.ews.operations.conversations.nodes import nodes_of
from fakeserver.steps import finish
from fakeserver.tenant.exchange.entities import Item
from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.conversations.test_apply_conversation_action import ARCHIVE, action
from tests.protocols.ews.operations.conversations.test_find_conversation import find, topics
from tests.protocols.ews.operations.conversations.test_get_conversation_items import get, numbers
from tests.protocols.ews.operations.conversations.threads import conversation_of, message


@pytest.fixture
def thread(ews: Ews) -> list[Item]:
    """Two hundred messages, each of which answers the one before."""
    return [message(ews.mailbox, number, number - 1) for number in range(1, 201)]


@pytest.fixture(autouse=True)
def _slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every step be over at once, however fast the machine is."""
    monkeypatch.setattr("fakeserver.steps.STEP", 0.0)


def test_it_is_found_in_steps(ews: Ews, thread: list[Item]) -> None:
    steps: list[int] = []
    assert topics(ews.in_steps(find(), steps.append)) == ["Plans"]
    assert len(steps) > len(thread)


def test_its_items_are_returned_in_steps_without_those_that_go_meanwhile(ews: Ews, thread: list[Item]) -> None:
    def meanwhile(steps: int) -> None:
        if ews.mailbox.items.present([thread[-1]]):
            ews.mailbox.items.delete([thread[-1]])

    assert numbers(ews.in_steps(get(conversation_of(thread[0])), meanwhile)) == list(range(1, len(thread)))


def test_its_items_are_moved_in_steps(ews: Ews, thread: list[Item]) -> None:
    steps: list[int] = []
    answer = ews.in_steps(action("Move", conversation_of(thread[0]), ARCHIVE), steps.append)
    assert answer.codes == ["NoError"]
    assert len(steps) > len(thread)
    assert len(ews.mailbox.messages("archive")) == len(thread)


def test_a_tree_is_as_deep_as_the_conversation(thread: list[Item]) -> None:
    assert [node.items for node in finish(nodes_of(thread, "TreeOrderAscending"))] == [[item] for item in thread]
