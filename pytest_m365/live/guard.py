"""What live runs may touch: the tenants, mailboxes and hosts that the ini file names, and nothing else.

The environment says *live*, a committed file says where: a developer's shell may hold anything. It is asked before any
request, and again with the first token of each identity, since an environment proves nothing about a tenant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from fakeserver.jws import readable_claims


class NotAllowed(Exception):
    """A live run was about to touch what the ini file does not name; says what, and which setting would allow it."""


@dataclass(frozen=True)
class Guard:
    """What the ini file allows; all in small letters."""

    #: GUIDs
    tenants: frozenset[str]
    #: exact addresses
    mailboxes: frozenset[str]
    #: names of the cloud in use, and of ``m365_live_hosts``
    hosts: frozenset[str]

    def check_tenant(self, tenant_id: str) -> None:
        """Refuse a tenant that is not named.

        Raises:
            NotAllowed
        """
        if tenant_id.lower() not in self.tenants:
            raise NotAllowed(
                f"the tenant {tenant_id} is not among those that live runs may touch: "
                f"ini m365_live_tenants has {_listed(self.tenants)}"
            )

    def check_mailbox(self, address: str) -> None:
        """Refuse a mailbox that is not named by its exact address.

        Raises:
            NotAllowed
        """
        if address.lower() not in self.mailboxes:
            raise NotAllowed(
                f"the mailbox {address} is not among those that live runs may touch: "
                f"ini m365_live_mailboxes has {_listed(self.mailboxes)}"
            )

    def check_host(self, host: str) -> None:
        """Refuse a host that a token must not be sent to.

        Raises:
            NotAllowed
        """
        if host.lower().rstrip(".") not in self.hosts:
            raise NotAllowed(
                f"no token is sent to {host}, which is none of the cloud's own hosts; if it is yours, name it in the "
                "ini file: m365_live_hosts"
            )

    def check_url(self, url: str) -> None:
        """Refuse an address that a token must not be sent to: another host, or no TLS.

        Raises:
            NotAllowed
        """
        try:
            parts = urlsplit(url)
        except ValueError:
            raise NotAllowed(f"no token is sent to {url}, which is no address") from None
        if parts.scheme != "https":
            raise NotAllowed(f"no token is sent to {url}, since that is not https")
        self.check_host(parts.hostname or "")
        if "@" in parts.netloc or "\\" in url:
            # Libraries disagree on which host such an address names; and what stands before it may be a secret.
            raise NotAllowed("no token is sent to an address with a name, a password or a backslash before its path")

    def check_token(self, token: str, *, client_id: str, user: str | None) -> Mapping[str, object]:
        """Refuse a token of another tenant, application or user than was asked for; return its claims.

        Args:
            token: an access token for Exchange Online, which is a JWT.
            client_id: the application that asked.
            user: who signed in; None for an app-only token.

        Raises:
            NotAllowed
        """
        claims = readable_claims(token)
        if not claims:
            raise NotAllowed("the access token cannot be read, so that nothing proves which tenant it is for")
        self.check_tenant(str(claims.get("tid", "(none: the token has no tid)")))
        app = str(claims.get("appid") or claims.get("azp") or "")
        if app.lower() != client_id.lower():
            raise NotAllowed(f"the access token was issued to the application {app or '(none)'}, not to {client_id}")
        signed_in = next(
            (str(claims[name]) for name in ("upn", "preferred_username", "unique_name") if name in claims), ""
        )
        if user is not None and signed_in.lower() != user.lower():
            raise NotAllowed(f"the access token is of {signed_in or 'nobody'}, not of {user}")
        if user is None and ("scp" in claims or signed_in):
            raise NotAllowed(f"the access token is of the user {signed_in}, and an application's was asked for")
        return claims


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"
