from typing import Any

import pytest

from fakeserver.tenant.access.checks.ews_user_agents import check_ews_user_agent
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import EwsUserAgentBlocked, EwsUserAgentBlockedForMailbox, Refusal
from fakeserver.tenant.switches.policies import Policies

ALLOW, BLOCK = "EnforceAllowList", "EnforceBlockList"
OUTLOOK = "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)"
MAC = "MacOutlook/16.89.24091630 (Intelx64 Mac OS X 14.6.1)"


@pytest.mark.parametrize(
    ("switches", "user_agent", "allowed"),
    [
        ({}, "anything", True),
        ({}, "", True),
        ({"policy": ALLOW}, "anything", False),  # an empty list lets nobody in
        ({"policy": ALLOW, "allow": ["OWA/*"]}, "OWA/15.20", True),
        ({"policy": ALLOW, "allow": ["OWA/*"]}, "owa/15.20", True),
        ({"policy": ALLOW, "allow": ["OWA/*"]}, "My OWA/15.20", False),
        ({"policy": ALLOW, "allow": ["*OWA*"]}, "My OWA/15.20", True),
        ({"policy": ALLOW, "allow": ["exact"]}, "exact", True),
        ({"policy": ALLOW, "allow": ["exact"]}, "exactly", False),
        ({"policy": ALLOW, "allow": ["a?c", "x.z"]}, "abc", False),  # * is the only wildcard
        ({"policy": ALLOW, "allow": ["a?c", "x.z"]}, "xyz", False),
        ({"policy": ALLOW, "allow": ["*"]}, "", True),
        ({"policy": ALLOW, "block": ["OWA/*"]}, "OWA/1", False),
        ({"policy": BLOCK}, "anything", True),  # an empty list keeps nobody out
        ({"policy": BLOCK, "block": ["OWA/*"]}, "OWA/15.20", False),
        ({"policy": BLOCK, "block": ["OWA/*"]}, "", True),
        ({"policy": BLOCK, "allow": ["OWA/*"]}, "else", True),
        ({"outlook": False}, OUTLOOK, False),
        ({"outlook": False}, MAC, True),
        ({"mac_outlook": False}, MAC, False),
        ({"entourage": False}, "Entourage/13.36.0 (PowerPC; Mac OS X)", False),
        ({"policy": ALLOW, "outlook": True}, OUTLOOK, True),  # a client's own switch wins over the lists
        ({"policy": BLOCK, "block": ["*"], "mac_outlook": True}, MAC, True),
        ({"policy": ALLOW, "allow": ["*"], "outlook": False}, OUTLOOK, False),
        ({"policy": ALLOW, "outlook": None}, OUTLOOK, False),
    ],
)
def test_who_comes_in_by_their_user_agent(switches: dict[str, Any], user_agent: str, allowed: bool) -> None:
    names = {"policy": "ews_application_access_policy", "allow": "ews_allow_list", "block": "ews_block_list"}
    named = {names.get(name, f"ews_allow_{name}"): value for name, value in switches.items()}
    policies = Policies()
    policies.set(**named)
    user = User("oid", "alice@contoso.com", "x", display_name="Alice", **named)
    if allowed:
        check_ews_user_agent(policies, user_agent)
        check_ews_user_agent(user, user_agent, user)
        return
    with pytest.raises(EwsUserAgentBlocked) as of_tenant:
        check_ews_user_agent(policies, user_agent)
    with pytest.raises(EwsUserAgentBlockedForMailbox) as of_mailbox:
        check_ews_user_agent(user, user_agent, user)
    for refused, cmdlet in ((of_tenant, "Set-OrganizationConfig -Ews"), (of_mailbox, "Set-CASMailbox -Ews")):
        refusal: Refusal = refused.value
        assert cmdlet in refusal.fill(refusal.rule)


def test_a_long_user_agent_is_cut_in_the_explanation() -> None:
    policies = Policies()
    policies.ews_application_access_policy = ALLOW
    with pytest.raises(EwsUserAgentBlocked) as refused:
        check_ews_user_agent(policies, "x" * 10_000)
    assert len(refused.value.user_agent) == 200
