"""Codes about the user: who signs in, with what, and what the policies say of it."""

from typing import Any

import pytest

from tests.entra.aadsts.client import Caused, Entra

MUST = (
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must {} "
    "multi-factor authentication to access '00000002-0000-0ff1-ce00-000000000000'."
)
BLOCKED = "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance."


def guest(entra: Entra) -> Any:
    entra.tenant.add_user("gast@fabrikam.example", kind="guest")
    return entra.by_password("x", user="gast@fabrikam.example")


def locked(entra: Entra) -> Any:
    for _ in range(10):
        assert entra.by_password("wrong").json()["error_codes"] == [50126]
    return entra.by_password()


def with_switch(**switches: Any) -> Any:
    """Signs alice in by password after something about her account has changed."""

    def way(entra: Entra) -> Any:
        for name, value in switches.items():
            setattr(entra.alice, name, value)
        return entra.by_password(password="whatever" if "password" in switches else "")

    return way


def two_sessions(entra: Entra) -> Any:
    bob = entra.tenant.add_user("bob")
    person = entra.signs_in()
    entra.signs_in(person, user=bob, prompt="login")
    return person.goes(entra.authorize_url(prompt="none"))


def second_factor_declined(entra: Entra) -> Any:
    entra.alice.mfa = "required"
    return entra.signs_in().submits("deny")


def mfa_for_an_api(entra: Entra) -> Any:
    api, assertion = entra.middle_tier()
    entra.tenant.sign_ins.add_conditional_access("factor", grant="mfa", applications={api.client_id})
    return entra.on_behalf_of(api, assertion)


def enrolment_for_an_api(entra: Entra) -> Any:
    entra.alice.mfa = "enrol"
    return mfa_for_an_api(entra)


def under_policy(**policy: Any) -> Any:
    """Signs alice in by password under a Conditional Access policy."""

    def way(entra: Entra) -> Any:
        entra.tenant.sign_ins.add_conditional_access("policy", **policy)
        return entra.by_password()

    return way


def blocked_at_the_page(entra: Entra) -> Any:
    entra.tenant.sign_ins.add_conditional_access("policy")
    return entra.signs_in()


def blocked_for_an_api(entra: Entra) -> Any:
    api, assertion = entra.middle_tier()
    entra.tenant.sign_ins.add_conditional_access("policy", applications={api.client_id})
    return entra.on_behalf_of(api, assertion)


def old_protocol(entra: Entra) -> Any:
    """The v1.0 endpoint calls by its old name what v2.0 calls invalid_grant."""
    entra.tenant.sign_ins.add_conditional_access("policy")
    return entra.asks(
        version=1,
        grant_type="password",
        client_id=entra.public.client_id,
        username=entra.alice.upn,
        password=entra.alice.password,
        resource="https://outlook.office365.com",
    )


def security_defaults(entra: Entra) -> Any:
    entra.tenant.policies.security_defaults = True
    return entra.by_password()


def too_old(entra: Entra) -> Any:
    entra.tenant.sign_ins.add_conditional_access("daily", grant=None, sign_in_frequency=3600)
    token = entra.refresh_token()
    entra.tenant.clock.advance(3601)
    return entra.by_refresh_token(token)


CASES = [
    (50034, 400, "invalid_grant", "bad_token",
     "The user account nobody@{domain} does not exist in the {domain} directory. To sign into this application, the "
     "account must be added to the directory.",
     lambda e: e.by_password(user=f"nobody@{e.tenant.domain}")),
    (50020, 400, "invalid_grant", "",
     "User account 'gast@fabrikam.example' from identity provider 'https://sts.windows.net/{guid}/' does not "
     "exist in tenant '{organization}' and cannot access the application '{public}'(Contoso Mail) in that tenant. The "
     "account needs to be added as an external user in the tenant first. Sign out and sign in again with a different "
     "Azure Active Directory user account.",
     guest),
    (50126, 400, "invalid_grant", "", "Error validating credentials due to invalid username or password.",
     lambda e: e.by_password("wrong")),
    (50053, 400, "invalid_grant", "",
     "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.", locked),
    (50055, 400, "invalid_grant", "user_password_expired", "The password is expired.",
     with_switch(password_expired=True)),
    (50055, 400, "invalid_grant", "user_password_expired", "The password is expired.",
     with_switch(must_change_password=True)),
    (50056, 400, "invalid_grant", "",
     "Invalid or missing password: password does not exist in the directory for this user.",
     with_switch(password=None)),
    (50057, 400, "invalid_grant", "", "The user account is disabled.", with_switch(enabled=False)),
    (50058, 302, "login_required", "", "Session information is not sufficient for single-sign-on.",
     lambda e: e.person().goes(e.authorize_url(prompt="none"))),
    (16000, 302, "interaction_required", "",
     "Either multiple user identities are available for the current request or selected account is not supported for "
     "the scenario.",
     two_sessions),
    (500121, 302, "access_denied", "", "Authentication failed during strong authentication request.",
     second_factor_declined),
    (50076, 400, "invalid_grant", "basic_action", MUST.format("use"), with_switch(mfa="required")),
    (50079, 400, "invalid_grant", "basic_action", MUST.format("enroll in"), with_switch(mfa="enrol")),
    (50079, 400, "invalid_grant", "basic_action", MUST.format("enroll in"), security_defaults),
    (70043, 400, "invalid_grant", "token_expired",
     "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was "
     "issued on {moment} and the maximum allowed lifetime for this request is 3600.",
     too_old),
]  # fmt: skip

#: these carry claims, which name the policy
WITH_CLAIMS = [
    (50076, 400, "invalid_grant", "basic_action", MUST.format("use"), under_policy(grant="mfa"), "polids"),
    (50076, 400, "interaction_required", "basic_action", MUST.format("use"), mfa_for_an_api, "polids"),
    (50079, 400, "interaction_required", "basic_action", MUST.format("enroll in"), enrolment_for_an_api, "polids"),
    (53000, 400, "invalid_grant", "message_only",
     "Device is not in required device state: unregistered. Conditional Access policy requires a compliant device, and "
     "the device is not compliant. The user must enroll their device with an approved MDM provider like Intune.",
     under_policy(grant="compliant_device"), None),
    (53001, 400, "invalid_grant", "message_only",
     "Device is not in required device state: unregistered. Conditional Access policy requires a domain joined device, "
     "and the device is not domain joined.",
     under_policy(grant="domain_joined_device"), None),
    (53003, 400, "invalid_grant", "message_only", BLOCKED, under_policy(grant="block"), "capolids"),
    (53003, 400, "", "", BLOCKED, blocked_at_the_page, None),
    (53003, 400, "interaction_required", "message_only", BLOCKED, blocked_for_an_api, "capolids"),
    (53003, 400, "interaction_required", "message_only", BLOCKED, old_protocol, "capolids"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "status", "error", "suberror", "text", "way"), CASES, ids=[c[0] for c in CASES])
def test_is_caused(caused: Caused, code: int, status: int, error: str, suberror: str, text: str, way: Any) -> None:
    assert caused(way, code, status, error, suberror, text) is None


@pytest.mark.parametrize("case", WITH_CLAIMS, ids=[str(c[0]) for c in WITH_CLAIMS])
def test_is_caused_and_names_the_policy(caused: Caused, entra: Entra, case: tuple[Any, ...]) -> None:
    code, status, error, suberror, text, way, member = case
    claims = caused(way, code, status, error, suberror, text)
    (policy,) = entra.tenant.policies.conditional_access
    if member is None:
        assert claims is None
    else:
        assert claims == {"access_token": {member: {"essential": True, "values": [policy.policy_id]}}}
