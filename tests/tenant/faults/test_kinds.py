"""What an order means where the test says no more than it must: how often, at what, and with which settings."""

import inspect
from typing import Any

import pytest

from fakeserver.tenant.faults.faults import Faults, kinds
from fakeserver.tenant.faults.kinds import KINDS
from tests.world import World

FETCH, FIND_ITEM = ("imap", "FETCH"), ("ews", "FindItem")
OF_THROTTLE = {"retry_after": 5, "code": 0, "closes": False, "as_text": False, "wrapped": False}
AWAY = {"status": 503, "retry_after": 0, "html": False}
BEFORE = {"when": "before", "reset": False}
#: Kind -> place and operation, and whatever else stands in front of the names; and the settings that come of it.
LEAST: dict[str, tuple[tuple[object, ...], dict[str, Any]]] = {
    "aadsts": (("oauth", 50196, "authorize"), {"code": 50196}),
    "answer": (("imap", ["throttle"], "FETCH"), {"parts": (("throttle", OF_THROTTLE),)}),
    "bounce": ((), {"code": "5.7.708"}),
    "broken_tls": (("imap",), {}),
    "bye": (FETCH, {"timed_out": False}),
    "dead_refresh_token": ((), {}),
    "down": (FETCH, {"reset": True}),
    "drop": (FETCH, BEFORE),
    "duplicate": ((), {}),
    "expired_certificate": (("imap",), {}),
    "full_for": ((), {}),
    "garbage": (FETCH, {"size": 100}),
    "hang": (FETCH, {}),
    "html": (FIND_ITEM, {}),
    "junk": ((), {}),
    "late": ((), {"seconds": 60}),
    "late_sent_copy": ((), {"seconds": 60}),
    "lose_answer": (FETCH, {"reset": False}),
    "mailbox_full": (("imap", "APPEND"), {}),
    "mix": (
        FETCH,
        {
            "parts": (
                ("throttle", OF_THROTTLE),
                ("drop", BEFORE),
                ("lose_answer", {"reset": False}),
                ("unavailable", AWAY),
            )
        },
    ),
    "moved": (("FETCH",), {}),
    "moving": (FETCH, {}),
    "not_connected": ((), {}),
    "quarantine": ((), {}),
    "refuse": (FETCH, {"reason": "TokenExpired"}),
    "say": (FIND_ITEM, {"text": "Hello", "status": 200, "content_type": ""}),
    "skewed_tokens": ((), {"seconds": 3600}),
    "slow": (FETCH, {"seconds": 1}),
    "stale_consent": ((), {}),
    "stall": (FETCH, {}),
    "throttle": (FETCH, OF_THROTTLE),
    "trickle": (FETCH, {"octets_a_second": 100}),
    "unavailable": (FETCH, AWAY),
    "untrusted_certificate": (("imap",), {}),
    "wrong_clock": (FIND_ITEM, {"seconds": 90}),
    "wrong_date": (FIND_ITEM, {"seconds": 600}),
    "wrong_name": (("imap",), {}),
}


@pytest.mark.parametrize("kind", kinds())
def test_the_least_order_of_a_kind(kind: str, world: World) -> None:
    args, settings = LEAST[kind]
    parameters = KINDS[kind].signature.parameters
    by_name = [name for name, one in parameters.items() if one.kind is one.KEYWORD_ONLY and one.default is one.empty]
    fault = world.tenant.faults.add(kind, *args, **{name: settings[name] for name in by_name})
    assert fault.settings == settings
    if "operation" in parameters:
        assert fault.operations == {args[-1]}
    first = (inspect.getdoc(getattr(Faults, kind)) or "").splitlines()[0]
    fault.take()
    assert fault.is_over == ("; once" in first)
