"""Switches that only choose words: each has a default, and nothing at the door depends on them."""

import pytest

from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.switches.switch import Switch
from fakeserver.tenant.tenant import Tenant
from tests.tenant.access.conftest import BY_EXCHANGE, Knock

WORDS_ONLY = (
    "imap_generation imap_greeting imap_special_use imap_idle imap_expunge imap_unreadable_answer pop_one_line_auth "
    "sasl_failure_challenge send_as_refusal "
    "error_separator imap_append_line_limit imap_append_refuses"
).split()


@pytest.mark.parametrize("switch", [Policies.rows[name] for name in WORDS_ONLY], ids=lambda switch: switch.name)
def test_no_door_depends_on_them(tenant: Tenant, knock: Knock, switch: Switch) -> None:
    token = tenant.token(tenant.public_app, "alice")
    for value in switch.values:
        tenant.policies.set(**{switch.name: value})
        for protocol in BY_EXCHANGE:
            knock(protocol, token, "alice")
    assert getattr(Policies(), switch.name) == switch.default
