"""The tenant's switches of signing in: by password or by token, and what Entra ID requires and issues.

Each is one row, which `Policies` takes over by its name.
"""

from fakeserver.tenant.switches.authentication_policy import AuthenticationPolicy
from fakeserver.tenant.switches.conditional_access import ConditionalAccessPolicy
from fakeserver.tenant.switches.switch import switch

_BASIC_AUTH = (
    "learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/"
    "deprecation-of-basic-authentication-exchange-online"
)
_POLICIES = (
    "learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/disable-basic-authentication-in-exchange-online"
)
_MODERN = (
    "learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/"
    "enable-or-disable-modern-authentication-in-exchange-online"
)

# --- basic authentication: a user name and a password instead of a token

basic_auth: bool | str = switch(
    False,
    values=(True, "SMTP", False),
    admin_name="none any more: Microsoft switched it off for every tenant at the end of 2022, SMTP AUTH apart",
    meaning="Passwords are taken on every protocol, as before the end of 2022, or on SMTP alone, as until 2027.",
    source=_BASIC_AUTH,
)
basic_smtp_refusal: str = switch(
    "5.7.139",
    values=("5.7.139", "5.7.30"),
    admin_name="none: 5.7.30 comes with the retirement of basic authentication for client submission",
    meaning="Which code SMTP gives for a password that it doesn't take.",
    source=_BASIC_AUTH,
)
default_authentication_policy: AuthenticationPolicy | None = switch(
    None,
    values=(None,),
    kind=AuthenticationPolicy,
    admin_name="Set-OrganizationConfig -DefaultAuthenticationPolicy",
    meaning="Which protocols take passwords from users without an authentication policy of their own; None: all.",
    source=_POLICIES,
)
# --- Entra ID: what it requires at sign-in, and what a revocation ends

security_defaults: bool = switch(
    False,
    values=(True, False),
    admin_name="Update-MgPolicyIdentitySecurityDefaultEnforcementPolicy -IsEnabled",
    meaning="A password alone gets no token; basic authentication is refused.",
    source="learn.microsoft.com/entra/fundamentals/security-defaults",
)
conditional_access: tuple[ConditionalAccessPolicy, ...] = switch(
    (),
    listed=ConditionalAccessPolicy,
    admin_name="New-MgIdentityConditionalAccessPolicy; Entra admin center: Conditional Access > Policies",
    meaning="Policies that block a sign-in or ask more of it; basic authentication is the way 'legacy'.",
    source="learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-policies",
)
strict_revocation: bool = switch(
    False,
    values=(True, False),
    admin_name="none: continuous access evaluation, as if every client had declared cp1",
    meaning=(
        "Revoking a user's sessions ends access tokens too; as it is really, only those of clients that declared cp1."
    ),
    source="learn.microsoft.com/entra/identity/conditional-access/concept-continuous-access-evaluation",
)
own_issuer: bool = switch(
    False,
    values=(True, False),
    admin_name="none: Entra ID's issuer is always its own, and so is the fake's unless told otherwise",
    meaning=(
        "The issuer in discovery and id_tokens is the address that the client asked, for clients that insist on "
        "it; False: https://login.microsoftonline.com/<tenant id>/v2.0 and https://sts.windows.net/<tenant id>/, "
        "which programs compare with."
    ),
    source="OpenID Connect Discovery 1.0, section 4.3",
)
oauth2_client_profile_enabled: bool = switch(
    True,
    values=(True, False),
    admin_name="Set-OrganizationConfig -OAuth2ClientProfileEnabled",
    meaning=(
        "Modern authentication: Outlook signs in by token. Off in tenants made before August 2017 that nobody has "
        "changed: Outlook then uses passwords, and nothing else is known to differ."
    ),
    source=_MODERN,
)
