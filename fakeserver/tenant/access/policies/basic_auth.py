"""Basic authentication: a user name and a password instead of a token."""

from fakeserver.tenant.access.policies.switch import Switch
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.refusals import BasicAuthDisabled

SWITCH = Switch(
    "basic_auth",
    False,
    (True, False),
    "Set-AuthenticationPolicy -AllowBasicAuthImap, -AllowBasicAuthPop, -AllowBasicAuthSmtp, -AllowBasicAuthWebServices",
    "Passwords are taken on IMAP, POP3, SMTP and HTTP, as before the end of 2022.",
    "learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-basic-authentication",
)


def check_basic_auth(allowed: bool, protocol: Protocol, user: str) -> None:
    """Refuse a password where only tokens are taken (BasicAuthDisabled)."""
    if not allowed:
        raise BasicAuthDisabled(protocol=protocol.value, user=user)
