from collections.abc import Callable

import pytest

from fakeserver.state.looks import Look
from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.predicates import RulePredicates
from tests.world import World

CHANGES: dict[str, Callable[[World], object]] = {
    "a number": lambda world: world.mailbox().ids.new_number(),
    "a text": lambda world: setattr(world.mailbox(), "display_name", "Other"),
    "a list": lambda world: world.mailbox().inbox_rules.add("r", RulePredicates(), RuleActions(delete=True)),
    "a set": lambda world: world.mailbox().automatic_replies.is_first_to("eve@fabrikam.example"),
    "a dictionary": lambda world: world.mailbox().blocked_senders.add("eve@fabrikam.example"),
    "another of the same length": lambda world: vars(world.mailbox().blocked_senders)["_blocked"].update(a="A"),
    "a new attribute": lambda world: vars(world.mailbox().folders).update(new=1),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_of_a_part_is_seen(change: Callable[[World], object], world: World) -> None:
    world.mailbox().blocked_senders.add("a")
    look = Look.of_part(world.mailbox())
    assert look.is_same()
    change(world)
    assert not look.is_same()


def test_what_is_left_out_is_not_looked_at(world: World) -> None:
    box = world.mailbox()
    look = Look.of_part(box)
    box.ids.folder_id(7)
    assert box.calendar is not None
    assert look.is_same()


def test_what_may_change_inside_is_never_said_to_be_the_same(world: World) -> None:
    box = world.mailbox()
    inbox = box.folders.distinguished()
    reply = box.items.add(inbox, "IPM.Note", {"subject": "away"})
    box.inbox_rules.add("r", RulePredicates(), RuleActions(move_to_folder=inbox))
    assert Look.of_part(box).is_same()
    box.inbox_rules.add("s", RulePredicates(), RuleActions(server_reply_with_message=reply))
    assert not Look.of_part(box).is_same()


@pytest.mark.parametrize("holding", [{"a": ["x"]}, {("a",): {"b": 1}}, [["x"]], (["x"],)])
def test_what_stands_in_a_container_may_change_inside(holding: object, world: World) -> None:
    vars(world.mailbox().blocked_senders)["_blocked"] = holding
    assert not Look.of_part(world.mailbox()).is_same()


def test_an_account_is_looked_at_by_its_attributes(world: World) -> None:
    user = world.user()
    look = Look([(user, ["imap", "aliases"])])
    user.imap = user.imap
    assert look.is_same()
    user.aliases = ("other@contoso.onmicrosoft.com",)
    assert not look.is_same()
