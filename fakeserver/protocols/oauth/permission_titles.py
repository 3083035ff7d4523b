"""What the consent page says of permissions."""

from collections.abc import Iterable

from fakeserver.tenant.directory.permissions import RequestedScopes

#: Permission -> its title. Source: Microsoft's permission descriptions.
PERMISSION_TITLES = {
    "EWS.AccessAsUser.All": "Access mailboxes as the signed-in user via Exchange Web Services",
    "IMAP.AccessAsUser.All": "Read and write access to mailboxes via IMAP",
    "POP.AccessAsUser.All": "Read and write access to mailboxes via POP",
    "SMTP.Send": "Send emails from mailboxes using SMTP AUTH",
    "Mail.Read": "Read your mail",
    "Mail.ReadWrite": "Read and write access to your mail",
    "Mail.Send": "Send mail as you",
    "User.Read": "Sign you in and read your profile",
    "full_access_as_app": "Use Exchange Web Services with full access to all mailboxes",
    "IMAP.AccessAsApp": "Access every mailbox via IMAP",
    "POP.AccessAsApp": "Access every mailbox via POP",
    "SMTP.SendAsApp": "Send emails from every mailbox using SMTP AUTH",
    "openid": "Sign you in",
    "profile": "View your basic profile",
    "email": "View your email address",
    "offline_access": "Maintain access to data you have given it access to",
}


def of_request(scopes: RequestedScopes, missing: frozenset[str]) -> list[tuple[str, str]]:
    """Return what a consent page lists: each permission in words, and its value."""
    values = [*sorted(missing or scopes.values), *(word for word in scopes.words if word in scopes.openid)]
    return titled(values)


def titled(values: Iterable[str]) -> list[tuple[str, str]]:
    """Return permissions in words, each with its value."""
    return [(PERMISSION_TITLES.get(value, value), value) for value in values]
