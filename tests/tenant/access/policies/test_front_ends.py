"""Switches that only choose words: each has a default, and nothing at the door depends on them."""

import pytest

from fakeserver.tenant.access.policies import Policies, front_ends
from fakeserver.tenant.access.protocol import Protocol


@pytest.mark.parametrize("switch", front_ends.SWITCHES, ids=lambda switch: switch.name)
def test_no_door_depends_on_them(tenant, knock, switch):
    token = tenant.token(tenant.public_app, "alice")
    for value in switch.values:
        tenant.policies.set(**{switch.name: value})
        for protocol in Protocol:
            knock(protocol, token, "alice")
    assert getattr(Policies(), switch.name) == switch.default
