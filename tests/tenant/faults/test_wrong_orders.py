"""Orders that mean nothing are refused when they are made, at the test's own line, and not met by the server."""

import math
import re
from typing import Any

import pytest

from tests.world import World

NAN, INFINITE = math.nan, math.inf


@pytest.mark.parametrize(
    ("matcher", "error"),
    [
        ({"probability": "0.5"}, "probability takes a number, not '0.5'"),
        ({"probability": True}, "probability takes a number, not True"),
        ({"for_": "1"}, "for_ takes a number, not '1'"),
        ({"for_": True}, "for_ takes a number, not True"),
        ({"for_": NAN}, "for_ takes a finite number, not nan"),
        ({"seed": []}, "seed takes a whole number, not []"),
        ({"seed": "7"}, "seed takes a whole number, not '7'"),
        ({"user": None}, "user takes a text or User of the tenant, not None"),
        ({"app": None}, "app takes a text or Application of the tenant, not None"),
    ],
)
def test_a_matcher_of_another_kind(matcher: dict[str, Any], error: str, world: World) -> None:
    with pytest.raises((TypeError, ValueError), match=re.escape(error)):
        world.tenant.faults.throttle("imap", **matcher)
    assert not world.tenant.faults.ordered


@pytest.mark.parametrize(
    ("kind", "settings", "error"),
    [
        ("throttle", {"retry_after": -5}, "retry_after takes 0 or more, not -5"),
        ("throttle", {"retry_after": NAN}, "retry_after takes a finite number, not nan"),
        ("unavailable", {"retry_after": -1}, "retry_after takes 0 or more, not -1"),
        ("slow", {"seconds": INFINITE}, "seconds takes a finite number, not inf"),
        ("wrong_date", {"seconds": NAN}, "seconds takes a finite number, not nan"),
        ("wrong_date", {"seconds": 0}, "seconds takes another number than 0, not 0: such a clock is right"),
        ("wrong_date", {"seconds": -1e12}, "seconds takes at most a century, 3153600000, not -1000000000000.0"),
    ],
)
def test_a_number_that_is_no_time(kind: str, settings: dict[str, Any], error: str, world: World) -> None:
    with pytest.raises(ValueError, match=error):
        world.tenant.faults.add(kind, "ews", **settings)


@pytest.mark.parametrize("kind", ["late", "late_sent_copy"])
def test_late_is_later(kind: str, world: World) -> None:
    with pytest.raises(ValueError, match="seconds takes more than 0, not 0"):
        world.tenant.faults.add(kind, seconds=0)


def test_tokens_of_another_age(world: World) -> None:
    with pytest.raises(ValueError, match="seconds takes at most a century"):
        world.tenant.faults.skewed_tokens(seconds=1e12)


def test_a_kind_that_is_no_text(world: World) -> None:
    kind: Any = 3
    with pytest.raises(TypeError, match="a kind of fault is a text, not 3"):
        world.tenant.faults.add(kind)


def test_more_than_place_and_operation(world: World) -> None:
    with pytest.raises(TypeError, match=r"faults\.slow: too many positional arguments"):
        world.tenant.faults.add("slow", "imap", "FETCH", "INBOX")


def test_a_setting_that_stands_where_the_operation_does(world: World) -> None:
    with pytest.raises(TypeError, match=r"operation takes a text, not 2; did you mean seconds=2\?"):
        world.tenant.faults.add("slow", "imap", 2)
    with pytest.raises(TypeError, match=r"operation takes a text, not None$"):
        world.tenant.faults.add("slow", "imap", None)


def test_whom_a_fault_concerns_is_no_place(world: World) -> None:
    with pytest.raises(ValueError, match=r"no place 'alice'; there are: ews, imap, smtp; for whom is said by user= "):
        world.tenant.faults.add("mailbox_full", "alice")
    with pytest.raises(TypeError, match=r"not_connected: too many .*; by name it takes user=, app=, nth=, "):
        world.tenant.faults.add("not_connected", "alice")


def test_a_place_that_is_no_text(world: World) -> None:
    with pytest.raises(TypeError, match="place takes a text, not None"):
        world.tenant.faults.add("throttle", None)


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ([("throttle", {"times": 3})], "times of 'throttle' is of the whole list: give it beside parts"),
        ([("throttle", {"user": "alice"})], "user of 'throttle' is of the whole list: give it beside parts"),
        (["mailbox_full"], "'mailbox_full' concerns APPEND, COPY: name the operation beside parts"),
        (["broken_tls"], "'broken_tls' cannot stand in a list of parts: order it by itself"),
        (["late"], "'late' cannot stand in a list of parts"),
        ([("mix", {"parts": ["drop"]})], "'mix' cannot stand in a list of parts"),
        ("drop", "parts takes at least one, in a list, not 'drop'"),
        ([], "parts takes at least one, in a list, not []"),
        ([None], 'a part is the name of a kind, or a pair ("throttle", {"retry_after": 1}), not None'),
        ([("drop",)], "a part is the name of a kind, or a pair"),
    ],
)
@pytest.mark.parametrize("kind", ["answer", "mix"])
def test_a_part_that_cannot_be(kind: str, parts: Any, error: str, world: World) -> None:
    with pytest.raises((TypeError, ValueError), match=re.escape(error)):
        world.tenant.faults.add(kind, "imap", parts=parts)
    assert not world.tenant.faults.ordered


@pytest.mark.parametrize(
    ("kind", "place", "operation", "concerned"),
    [
        ("mailbox_full", "imap", "fetch", "FETCH; at imap it concerns APPEND, COPY"),
        ("mailbox_full", "smtp", "RCPT", "RCPT; at smtp it concerns DATA"),
        ("mailbox_full", "ews", "FindItem", "FindItem; at ews it concerns CreateItem, "),
        ("moving", "imap", "CAPABILITY", "CAPABILITY; at imap it concerns NOOP, SELECT, "),
        ("moving", "pop3", "connect", "connect; at pop3 it concerns AUTH, PASS"),
    ],
)
def test_an_operation_that_a_kind_does_not_concern(
    kind: str, place: str, operation: str, concerned: str, world: World
) -> None:
    with pytest.raises(ValueError, match=f"this fault cannot happen at {concerned}"):
        world.tenant.faults.add(kind, place, operation)
    with pytest.raises(ValueError, match=f"this fault cannot happen at {concerned}"):
        world.tenant.faults.answer(place, [kind], operation)  # type: ignore[arg-type]
    assert not world.tenant.faults.ordered


@pytest.mark.parametrize("matcher", ["user", "app"])
@pytest.mark.parametrize(
    ("kind", "place", "operation", "moments"),
    [
        ("throttle", "imap", "connect", "'connect'"),
        ("drop", "smtp", "connect", "'connect'"),
        ("down", "keys", "", "'keys'"),
        ("slow", "discovery", "", "'openid-configuration' and 'instance'"),
        ("html", "oauth", "instance", "'instance'"),
    ],
)
def test_nobody_is_known_yet(kind: str, place: str, operation: str, moments: str, matcher: str, world: World) -> None:
    whom = {"user": "alice", "app": world.tenant.daemon_app}
    with pytest.raises(TypeError, match=f"nobody is known yet at {moments}, so that it takes no '{matcher}'"):
        world.tenant.faults.add(kind, place, operation, **{matcher: whom[matcher]})
    assert not world.tenant.faults.ordered
    # Where others are meant as well, they may be for somebody.
    world.tenant.faults.slow("oauth", user="alice")


def test_a_setting_is_refused_where_it_means_nothing(world: World) -> None:
    for settings in ({"status": 500}, {"retry_after": 1}, {"html": True}):
        with pytest.raises(TypeError, match=f"{next(iter(settings))} is for ews, autodiscover, "):
            world.tenant.faults.add("unavailable", "imap", **settings)


def test_a_probability_of_nothing_is_one(world: World) -> None:
    fault = world.tenant.faults.drop("imap", probability=0.0)
    assert not any(fault.take() for _ in range(100))
