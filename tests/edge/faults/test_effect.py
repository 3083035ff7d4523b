"""What a fault does to an answer that is there already."""

from typing import Any

import pytest

from fakeserver.edge.faults.effect import Effect, Moment, effect_of_part
from fakeserver.tenant.refusals import Throttled
from fakeserver.wire import AT_ONCE, Delivery, HttpResponse
from tests.world import World


def test_a_cut_is_counted_behind_what_is_sent_with_it() -> None:
    effect = Effect(delivery=Delivery(cut_at=0.5, reset=True))
    assert effect.on(b"1234567890", 100) == (b"1234567890", Delivery(cut_after=105, reset=True))
    assert Effect(delivery=Delivery(cut_at=1.0)).on(b"12345") == (b"12345", Delivery(cut_after=5))
    assert Effect().on(b"12345") == (b"12345", AT_ONCE)
    assert Effect(octets=b"?").on(b"12345") == (b"?", AT_ONCE)


def test_an_answer_over_http_gets_octets_and_delivery() -> None:
    late = Effect(octets=b"?", delivery=Delivery(delay=1)).on_response(HttpResponse(201, [("X-A", "1")], b"body"))
    assert (late.status, late.headers, late.body, late.delivery) == (201, [("X-A", "1")], b"?", Delivery(delay=1))


def test_what_is_refused_or_answered_otherwise_is_not_performed() -> None:
    assert Effect().is_performed
    assert not Effect(Throttled()).is_performed
    assert not Effect(performs=False).is_performed
    assert not Effect(response=HttpResponse(503)).is_performed


@pytest.mark.parametrize(
    ("kind", "settings", "delivery"),
    [
        ("drop", {"when": "before", "reset": True}, Delivery(cut_after=0, reset=True)),
        ("drop", {"when": "within", "reset": True}, Delivery(cut_at=0.5, reset=True)),
        ("drop", {"when": "after", "reset": False}, Delivery(cut_at=1.0)),
        ("down", {"reset": True}, Delivery(cut_after=0, reset=True)),
        ("hang", {}, Delivery(never=True)),
        ("stall", {}, Delivery(cut_at=0.5, never=True)),
    ],
)
def test_how_a_kind_lets_an_answer_be_delivered(kind: str, settings: dict[str, Any], delivery: Delivery) -> None:
    fault = World.of().tenant.faults.drop("imap")
    effect = effect_of_part((kind, settings), Moment("IMAP", "FETCH", fault))
    assert effect.delivery == delivery
    assert effect.is_lost
    assert effect.lines() == b""
    assert not Effect(delivery=Delivery(delay=1)).is_lost


def test_goodbye_comes_behind_the_beginning_of_idle_and_in_the_place_of_other_answers() -> None:
    fault = World.of().tenant.faults.bye()
    for operation, performs in (("IDLE", True), ("FETCH", False)):
        effect = effect_of_part(("bye", {"timed_out": False}), Moment("IMAP", operation, fault))
        assert (effect.performs, effect.unasked) == (performs, b"* BYE Connection closed. 14\r\n")
