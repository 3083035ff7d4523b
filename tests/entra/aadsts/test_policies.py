"""Codes that an administrator's policies cause: groups, devices, terms, factors and passwords that grow old."""

from typing import Any, Literal

import pytest

from tests.entra.aadsts.client import Caused, Entra

EXCHANGE = "00000002-0000-0ff1-ce00-000000000000"
MUST = (
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must {} "
    f"multi-factor authentication to access '{EXCHANGE}'."
)


def for_a_group(entra: Entra) -> Any:
    entra.tenant.sign_ins.add_group("Staff", [entra.alice])
    entra.tenant.sign_ins.add_conditional_access("not for staff", groups={"Staff"})
    return entra.by_password()


def assigned_to_another_group(entra: Entra) -> Any:
    entra.tenant.sign_ins.assign(entra.public, entra.tenant.sign_ins.add_group("Others"))
    return entra.by_password()


def with_grant(grant: str) -> Any:
    def way(entra: Entra) -> Any:
        entra.tenant.sign_ins.add_conditional_access("policy", grant=grant)
        return entra.by_password()

    return way


def redeemed_without_a_factor(mfa: Literal["required", "enrol"]) -> Any:
    """The policy comes between the sign-in and the redemption of its code."""

    def way(entra: Entra) -> Any:
        code = entra.code()
        entra.alice.mfa = mfa
        return entra.by_code(code)

    return way


def device_without_a_factor(entra: Entra) -> Any:
    flow = entra.device_flow()
    entra.tenant.sign_ins.approve_device_code(flow["user_code"], entra.alice)
    entra.tenant.sign_ins.add_conditional_access("daily", grant="mfa", sign_in_frequency=60)
    entra.tenant.clock.advance(61)
    return entra.poll(flow)


def without_subscription(entra: Entra) -> Any:
    entra.tenant.applications.remove_service_principal("https://outlook.office365.com")
    return entra.as_daemon()


def at_the_page_without_subscription(entra: Entra) -> Any:
    entra.tenant.applications.remove_service_principal("https://outlook.office365.com")
    return entra.person().goes(entra.authorize_url())


def without_service_principal(entra: Entra) -> Any:
    entra.tenant.applications.remove_service_principal(entra.confidential)
    return entra.as_daemon()


def password_changed(entra: Entra) -> Any:
    token = entra.refresh_token()
    entra.tenant.sign_ins.change_password(entra.alice)
    return entra.by_refresh_token(token)


def old_front_end(entra: Entra) -> Any:
    entra.tenant.policies.security_defaults = True
    return entra.asks(
        version=1,
        grant_type="password",
        client_id=entra.public.client_id,
        username=entra.alice.upn,
        password=entra.alice.password,
        resource="https://outlook.office365.com",
    )


def renewed_under_security_defaults(entra: Entra) -> Any:
    token = entra.refresh_token()
    entra.tenant.policies.security_defaults = True
    return entra.by_refresh_token(token)


pytestmark = pytest.mark.filterwarnings("ignore:Use obtain_token_by_auth_code_flow:DeprecationWarning")

BLOCKED = "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance."
NOT_SUBSCRIBED = (
    f"The app is trying to access a service '{EXCHANGE}'(Office 365 Exchange Online) that your organization "
    "'{tenant_id}' lacks a service principal for. Contact your IT Admin to review the configuration of your service "
    "subscriptions or consent to the application in order to create the required service principal."
)

CASES = [
    (53003, 400, "invalid_grant", "message_only", BLOCKED, for_a_group),
    (50105, 400, "invalid_grant", "",
     "Your administrator has configured the application Contoso Mail ('{public}') to block users unless they are "
     "specifically granted ('assigned') access to the application.  The signed in user '{alice}' is blocked because "
     "they are not a direct member of a group with access, nor had access directly assigned by an administrator. "
     "Please contact your administrator to assign access to this application.",
     assigned_to_another_group),
    (530003, 400, "invalid_grant", "message_only",
     "Your device is required to be managed to access this resource.", with_grant("managed_device")),
    (50158, 400, "interaction_required", "",
     "External security challenge not satisfied. User will be redirected to another page or authentication provider "
     "to satisfy additional authentication challenges.",
     with_grant("terms_of_use")),
    (50074, 400, "invalid_grant", "basic_action", "Strong Authentication is required.",
     redeemed_without_a_factor("required")),
    (50072, 400, "invalid_grant", "basic_action", MUST.format("enroll in"), redeemed_without_a_factor("enrol")),
    (50078, 400, "invalid_grant", "basic_action",
     "Presented multi-factor authentication has expired due to policies configured by your administrator, you must "
     f"refresh your multi-factor authentication to access '{EXCHANGE}'.",
     device_without_a_factor),
    (650052, 401, "invalid_client", "", NOT_SUBSCRIBED, without_subscription),
    (650052, 302, "invalid_client", "", NOT_SUBSCRIBED, at_the_page_without_subscription),
    (7000229, 400, "unauthorized_client", "",
     "The client application {daemon} is missing service principal in the tenant {tenant_id}. See instructions here: "
     "https://go.microsoft.com/fwlink/?linkid=2225119",
     without_service_principal),
    (50133, 400, "invalid_grant", "bad_token",
     "The session is not valid due to password expiration or recent password change.", password_changed),
    (530035, 400, "invalid_grant", "", "Access has been blocked by security defaults.", old_front_end),
    (50079, 400, "invalid_grant", "basic_action", MUST.format("enroll in"), renewed_under_security_defaults),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "status", "error", "suberror", "text", "way"), CASES, ids=[f"{c[0]}-{c[1]}" for c in CASES]
)
def test_is_caused(caused: Caused, code: int, status: int, error: str, suberror: str, text: str, way: Any) -> None:
    claims = caused(way, code, status, error, suberror, text)
    assert (claims is not None) == (code in (53003, 50078))
