"""Rules about how users sign in."""

import json
from typing import Any

import pytest

from fakeserver.tenant.directory.sign_in_rules import Attempt, SignInRules
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import (
    BlockedByConditionalAccess,
    DeviceNotCompliant,
    DeviceNotJoined,
    MfaEnrolmentMissed,
    MfaEnrolmentRequired,
    MfaExpired,
    MfaMissed,
    MfaRequired,
    SignInTooOld,
    TermsNotAccepted,
)
from fakeserver.tenant.switches.conditional_access import ConditionalAccessPolicy
from fakeserver.tenant.switches.policies import Policies


def attempt(**change: Any) -> Attempt:
    user = User("oid", "alice@contoso.example", "x", display_name="Alice", **change.pop("switches", {}))
    usual: dict[str, Any] = {"user": user, "client_id": "app", "resource_id": "exchange", "way": "page"}
    return Attempt(**(usual | change))


def rules_of(*policies: ConditionalAccessPolicy, groups: frozenset[str] = frozenset()) -> SignInRules:
    """Return the rules of a tenant with these policies, whose only user is in these groups."""
    switches = Policies()
    switches.conditional_access = policies
    return SignInRules(switches, lambda user_id: groups if user_id == "oid" else frozenset())


def test_without_rules_everybody_may() -> None:
    rules_of().check(attempt())


@pytest.mark.parametrize(
    ("grant", "refusal"),
    [
        ("block", BlockedByConditionalAccess),
        ("compliant_device", DeviceNotCompliant),
        ("domain_joined_device", DeviceNotJoined),
        ("mfa", MfaRequired),
    ],
)
def test_grants(grant: Any, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        rules_of(ConditionalAccessPolicy("p", grant)).check(attempt())


def test_a_second_factor_that_was_shown_is_enough() -> None:
    rules_of(ConditionalAccessPolicy("p", "mfa")).check(attempt(mfa=True, switches={"mfa": "required"}))


def test_who_has_no_second_factor_must_enrol() -> None:
    with pytest.raises(MfaEnrolmentRequired):
        rules_of(ConditionalAccessPolicy("p", "mfa")).check(attempt(switches={"mfa": "enrol"}))


def test_the_claims_name_the_policy() -> None:
    policy = ConditionalAccessPolicy("p", policy_id="the-id")
    with pytest.raises(BlockedByConditionalAccess) as raised:
        rules_of(policy).check(attempt())
    assert json.loads(raised.value.claims)["access_token"]["capolids"]["values"] == ["the-id"]


@pytest.mark.parametrize("address", ["nonsense", "", "::1"])
def test_an_address_outside_of_a_network(address: str) -> None:
    rules = rules_of(ConditionalAccessPolicy("p", networks=frozenset({"10.0.0.0/8"})))
    rules.check(attempt(ip_address=address))
    with pytest.raises(BlockedByConditionalAccess):
        rules.check(attempt(ip_address="10.1.2.3"))


@pytest.mark.parametrize("seconds", [599, 86401, 0, -1])
def test_lifetimes_that_no_policy_takes(seconds: int) -> None:
    with pytest.raises(ValueError, match="from 600 to 86400"):
        rules_of().access_token_lifetime = seconds


def test_an_old_sign_in_cannot_be_renewed() -> None:
    rules = rules_of(ConditionalAccessPolicy("p", None, sign_in_frequency=60))
    rules.check(attempt(way="refresh_token", signed_in_at=0, now=60))
    with pytest.raises(SignInTooOld):
        rules.check(attempt(way="refresh_token", signed_in_at=0, now=61))


@pytest.mark.parametrize(
    ("conditions", "text"),
    [({"grant": "blok"}, "did you mean 'block'"), ({"ways": ["devicecode"]}, "did you mean 'device_code'")],
)
def test_a_misspelt_condition_suggests_the_right_one(conditions: dict[str, Any], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        ConditionalAccessPolicy("p", **conditions)


def test_every_time_is_every_five_minutes() -> None:
    rules = rules_of(ConditionalAccessPolicy("p", None, sign_in_frequency=0))
    rules.check(attempt(way="refresh_token", signed_in_at=0, now=300))
    with pytest.raises(SignInTooOld):
        rules.check(attempt(way="refresh_token", signed_in_at=0, now=301))


def test_a_second_factor_grows_old() -> None:
    rules = rules_of(ConditionalAccessPolicy("p", "mfa", sign_in_frequency=60))
    rules.check(attempt(mfa=True, now=60))
    with pytest.raises(MfaExpired):
        rules.check(attempt(mfa=True, now=61))


def test_a_negative_frequency() -> None:
    with pytest.raises(ValueError, match="0 means every time"):
        ConditionalAccessPolicy("p", sign_in_frequency=-1)


@pytest.mark.parametrize(("switches", "refusal"), [({}, MfaMissed), ({"mfa": "enrol"}, MfaEnrolmentMissed)])
def test_what_was_not_shown_before_a_code_is_redeemed(switches: Any, refusal: type[Exception]) -> None:
    rules = rules_of(ConditionalAccessPolicy("p", "mfa"))
    with pytest.raises(refusal):
        rules.check(attempt(redeemed=True, switches=switches))


def test_groups_are_looked_up_by_the_users_id() -> None:
    policy = ConditionalAccessPolicy("p", groups=frozenset({"Staff"}))
    rules_of(policy).check(attempt())
    with pytest.raises(BlockedByConditionalAccess):
        rules_of(policy, groups=frozenset({"Staff"})).check(attempt())


def test_terms_are_accepted_by_each_user() -> None:
    rules = rules_of(ConditionalAccessPolicy("p", "terms_of_use", policy_id="1"))
    with pytest.raises(TermsNotAccepted):
        rules.check(attempt())
    rules.accepted_terms.add(("1", "oid"))
    rules.check(attempt())


@pytest.mark.parametrize("condition", ["networks", "excluded_networks"])
def test_a_network_that_is_none_is_refused_at_once(condition: str) -> None:
    networks: dict[str, Any] = {condition: ["203.0.113.0/24", "office"]}
    with pytest.raises(ValueError, match="office"):
        ConditionalAccessPolicy("p", **networks)
