from collections import defaultdict
from typing import Any

import pytest

from fakeserver.state import parts
from fakeserver.state.errors import StateError
from fakeserver.state.forms import Reader, Writer
from fakeserver.state.octets import Octets
from fakeserver.tenant.exchange.automatic_replies import AutomaticReplies
from fakeserver.tenant.exchange.subscriptions import Subscriptions
from tests.world import World


def held(part: Any) -> Any:
    return parts.held_by(part, Writer(lambda value: None, Octets()), set())


def test_what_a_part_holds_is_put_back_into_another() -> None:
    subscriptions, other = Subscriptions(), Subscriptions()
    subscriptions.add("Inbox/A")
    subscriptions.remove("Drafts")
    parts.fill(other, held(subscriptions), Reader(lambda kind, name: None, Octets()))
    assert vars(other) == vars(subscriptions)


def test_parts_in_parts_are_written_where_they_are_met_first(world: World) -> None:
    form = held(world.tenant.organization)
    assert form["domains"] == {"part": {"_names": ["contoso.onmicrosoft.com"]}}
    # Locks, sources of randomness and functions are the new one's own.
    assert form.keys() == {"domain", "domains", "label", "name", "tenant_id"}


def test_a_new_attribute_is_written_or_refused() -> None:
    replies = AutomaticReplies()
    vars(replies)["new"] = [1]
    assert held(replies)["new"] == [1]
    vars(replies)["new"] = [object()]
    with pytest.raises(StateError, match=r"^AutomaticReplies\.new: a builtins\.object cannot be kept"):
        held(replies)


def test_what_is_no_part_is_refused() -> None:
    with pytest.raises(StateError, match="cannot be kept"):
        held(Octets())


def test_an_attribute_that_is_not_there_is_refused() -> None:
    with pytest.raises(StateError, match="Subscriptions has no 'other'"):
        parts.fill(Subscriptions(), {"other": 1}, Reader(lambda kind, name: None, Octets()))


def test_dictionaries_that_make_their_values_stay_so(world: World) -> None:
    subscriptions = Subscriptions()
    made: defaultdict[str, list[int]] = defaultdict(list)
    vars(subscriptions)["_chosen"] = made
    parts.fill(subscriptions, {"_chosen": {"map": {"a": [1]}}}, Reader(lambda kind, name: None, Octets()))
    assert vars(subscriptions)["_chosen"] is made
    assert made == {"a": [1]}
