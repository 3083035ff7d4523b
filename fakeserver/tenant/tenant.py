"""The tenant: one organization in Microsoft 365, with everything in it and every control that a test has over it.

Whoever handles a request holds `Tenant.lock` while it works; the methods that tests call take it themselves.
"""

import random as randomness
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from fakeserver.tenant.access.policies import Policies
from fakeserver.tenant.access.policies.mailbox_permissions import EVERY_MAILBOX, MailboxPermissions
from fakeserver.tenant.administration.sign_ins import SignIns
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.permissions import (
    EXCHANGE_ADDRESS,
    MAIL_ROLES,
    MAIL_SCOPES,
    RequestedScopes,
    parse_scopes,
    qualified,
)
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.identifiers import new_guid, new_opaque
from fakeserver.tenant.journal import Journal
from fakeserver.tenant.tokens import forge
from fakeserver.tenant.tokens.authority import TokenAuthority
from fakeserver.tenant.tokens.keys import KeyRing, SigningKey
from fakeserver.tenant.tokens.mint import encode


class Tenant(SignIns):
    """One organization: its users, applications, policies and mailboxes."""

    def __init__(
        self,
        domain: str = "contoso.onmicrosoft.com",
        *,
        tenant_id: str | None = None,
        name: str | None = None,
        clock: Clock | None = None,
        random: randomness.Random | None = None,
        defaults: bool = True,
    ) -> None:
        """Make a tenant without users.

        Args:
            clock: the system's time by default.
            random: where ids, passwords and secrets come from; a seeded one makes them the same each time.
            defaults: register `public_app` and `daemon_app`.
        """
        self.random = random or randomness.Random()
        self.clock = clock or Clock()
        self.lock = threading.RLock()
        self.tenant_id = (tenant_id or new_guid(self.random)).lower()
        self.domain = domain
        self.domains = [domain]
        self.name = name or domain.partition(".")[0].capitalize()
        self.journal = Journal(self.clock.time)
        self.directory = Directory(self.clock, domain, self.tenant_id)
        self.policies = Policies()
        self.directory.rules.switches = self.policies
        self.permissions = MailboxPermissions()
        self.keys = KeyRing()
        self.tokens = TokenAuthority(self.tenant_id, self.directory, self.keys, self.clock, self.random)
        self.mailboxes = Mailboxes(self.clock, self.lock, self.random)
        self.outbound = []
        self.auto_sign_in = None
        if defaults:
            self._register_defaults()

    # --- tokens ---

    def token(self, app: Application, user: User | str, *scopes: str) -> str:
        """Return a delegated access token straight from the token service, without HTTP.

        Args:
            scopes: short names of Exchange Online's, or whole ones; by default all that were consented to.

        Raises:
            DirectoryRefused: the token service says no, e.g. ConsentMissing.
        """
        with self.lock:
            wanted = self._requested(scopes)
            return self.tokens.issue_for_user(app, self.user(user), wanted).access_token

    def app_token(self, app: Application, *scopes: str) -> str:
        """Return an app-only access token straight from the token service; ``scopes`` names a resource's `.default`.

        Raises:
            ScopeMustBeDefault: something else was named.
        """
        with self.lock:
            return self.tokens.client_credentials(app, self._requested(scopes)).access_token

    def mint(
        self,
        app: Application | None = None,
        user: User | str | None = None,
        scopes: Iterable[str] = (),
        roles: Iterable[str] = (),
        *,
        header: Mapping[str, Any] | None = None,
        key: SigningKey | bytes | Literal["current"] | None = "current",
        raw: Callable[[bytes], bytes] | None = None,
        **claim_overrides: Any,
    ) -> str:
        """Make any access token, right or wrong; nothing is checked.

        Args:
            app: `public_app` for a user's token, `daemon_app` for an app-only one by default.
            user: None makes an app-only token.
            scopes: short names; by default all of the mail scopes. A user's token only.
            roles: by default all of the mail roles. An app-only token only.
            header: fields that replace the header's; None removes one.
            key: "current", another `SigningKey`, octets (HS256 by them) or None (no signature).
            raw: changes the payload's octets before they are signed.
            claim_overrides: claims that replace the usual ones; None removes one.

        Raises:
            TypeError: the key is another text than "current".
            ValueError: no such user.

        How to make wrong ones; ``kid`` is ``tenant.keys.current.kid``, ``mine`` is ``SigningKey.generate()``::

            # claims
            tenant.mint(user=alice, exp=now - 1)                          # expired
            tenant.mint(user=alice, nbf=now + 3600)                       # not valid yet; 300 s ahead still are
            tenant.mint(user=alice, aud="https://graph.microsoft.com")    # for another resource
            tenant.mint(user=alice, iss="https://sts.windows.net/.../")   # of another issuer
            tenant.mint(user=alice, tid=other.tenant_id)                  # of another tenant
            tenant.mint(user=alice, scopes=["SMTP.Send"])                 # a scope is missing
            tenant.mint(user=alice, scp=None)                             # no permission at all
            tenant.mint(user=alice, roles=["full_access_as_app"])         # roles in a user's token
            tenant.mint(scp="EWS.AccessAsUser.All")                       # scopes in an app-only token
            tenant.mint(upn=alice.upn)                                    # a user in an app-only token
            tenant.mint(user=alice, aud=app.client_id, ver="2.0", scp=None)   # an id_token's claims
            tenant.mint(user=alice, xms_cc=["cp1"]); tenant.revoke(alice)     # called back before its end
            # algorithm and key
            tenant.mint(user=alice, key=None)                             # alg none, unsigned
            tenant.mint(user=alice, key=tenant.keys.current.public_pem, header={"kid": kid})   # HS256, public key
            tenant.mint(user=alice, key=mine)                             # unknown kid
            tenant.mint(user=alice, key=mine, header={"kid": kid})        # forged: the right kid, another key
            tenant.mint(user=alice, header={"kid": "../../etc/passwd"})   # a kid that points elsewhere
            tenant.mint(user=alice, key=mine, header={"jku": "https://evil.example/keys"})   # and x5u, alike
            tenant.mint(user=alice, key=mine, header={"kid": kid, "jwk": mine.jwk})          # its key inside
            # signature
            head, _, signature = tenant.mint(user=alice).rpartition(".")
            f"{head}."; f"{head}.{signature[:-2]}"                        # stripped; truncated by an octet
            # form
            tenant.mint(user=alice, raw=lambda claims: b'{"aud":"https://outlook.office365.com",' + claims[1:])
            #                                                             # a JSON member that stands twice
            tenant.mint(user=alice, raw=lambda _: good.encode(), header={"cty": "JWT"})   # a token in a token
            tenant.mint(user=alice, filling="x" * 100_000)                # beyond all measure
        """
        if isinstance(key, str) and key != "current":
            # Else a test of a forged token would pass with a right one.
            raise TypeError("a key is given as octets or as a SigningKey")
        with self.lock:
            claims = forge.claims(
                self.tokens,
                int(self.clock.time()),
                app or (self.daemon_app if user is None else self.public_app),
                None if user is None else self.user(user),
                scopes=tuple(scopes),
                roles=tuple(roles),
            )
            claims |= claim_overrides
            signer = self.keys.current if isinstance(key, str) else key
            return encode(
                {name: value for name, value in claims.items() if value is not None},
                signer,
                header,
                nonce=new_opaque(self.random, 32),
                raw=raw,
            )

    # --- the end ---

    def close(self) -> None:
        """Forget everybody and everything; open sessions are refused at their next command."""
        with self.lock:
            for user in self.users:
                self.directory.remove_user(user)
            self.directory.applications.clear()
            for box in self.mailboxes.all:
                self.mailboxes.remove(box)
            self.outbound.clear()
            self.journal.clear()

    def __repr__(self) -> str:
        return f"<Tenant {self.domain} {self.tenant_id}>"

    # --- inside ---

    def _register_defaults(self) -> None:
        self.public_app = self.register_app(
            "Contoso Mail", public=True, delegated=(*MAIL_SCOPES, "https://graph.microsoft.com/User.Read")
        )
        self.daemon_app = self.register_app("Contoso Mail Daemon", application=MAIL_ROLES)
        for right in ("FullAccess", "SendAs"):
            self.permissions.add(EVERY_MAILBOX, self.daemon_app.service_principal_id, right)

    #: a public application with every delegated mail permission, consented to by an admin
    public_app: Application
    #: a confidential application with every application permission, registered in Exchange, with FullAccess and
    #: SendAs on every mailbox
    daemon_app: Application

    def _requested(self, scopes: Iterable[str]) -> RequestedScopes:
        words = [qualified(scope) for scope in scopes] or [f"{EXCHANGE_ADDRESS}/.default"]
        return parse_scopes(words, self.domain, find=self.directory.resource)
