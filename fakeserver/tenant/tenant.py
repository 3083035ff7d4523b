"""The tenant: one organization in Microsoft 365, with everything in it and every control that a test has over it.

Whoever handles a request holds `Tenant.lock` while it works; the methods that tests call take it themselves.
"""

import random as randomness
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from fakeserver.journal import Journal
from fakeserver.tenant.access.policies import Policies
from fakeserver.tenant.access.policies.mailbox_permissions import EVERY_MAILBOX, MailboxPermissions
from fakeserver.tenant.administration.rights import Rights
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.applications import (
    Application,
    Certificate,
    ConsentKind,
    RedirectKind,
    RedirectUri,
    Secret,
)
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.federation import USUAL_AUDIENCE, FederatedCredential
from fakeserver.tenant.directory.permissions import (
    EXCHANGE_ADDRESS,
    MAIL_ROLES,
    MAIL_SCOPES,
    RequestedScopes,
    named_permissions,
    parse_scopes,
    qualified,
)
from fakeserver.tenant.directory.sign_in_rules import ConditionalAccessPolicy, SignInRules
from fakeserver.tenant.directory.users import User, UserKind
from fakeserver.tenant.identifiers import new_guid, new_opaque, new_password, new_secret
from fakeserver.tenant.mailstore.delivery import OutboundMessage, Transport
from fakeserver.tenant.mailstore.items import Item
from fakeserver.tenant.mailstore.mailbox import Mailbox
from fakeserver.tenant.mailstore.mailstore import Mailstore
from fakeserver.tenant.refusals import MailboxNotFound
from fakeserver.tenant.tokens import forge
from fakeserver.tenant.tokens.authority import TokenAuthority
from fakeserver.tenant.tokens.keys import KeyRing, SigningKey
from fakeserver.tenant.tokens.mint import encode

#: Seconds: two years, the longest that the portal offers for a secret.
SECRET_LIFETIME = 2 * 365 * 24 * 3600


class Tenant(Rights):
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
        #: verified domains, the initial one first; append to it to add one
        self.domains = [domain]
        self.name = name or domain.partition(".")[0].capitalize()
        self.journal = Journal(self.clock.time)
        self.directory = Directory(self.clock, domain)
        self.policies = Policies()
        self.directory.rules.switches = self.policies
        self.permissions = MailboxPermissions()
        #: messages that left for domains which are not this tenant's
        self.outbound: list[OutboundMessage] = []
        #: who signs in at the authorize endpoint without being asked: a user; True: whom the request's login_hint
        #: names, else the first user; None: the person at the browser is asked
        self.auto_sign_in: User | bool | None = None
        if defaults:
            self._register_defaults()

    @cached_property
    def keys(self) -> KeyRing:
        """The keys that sign tokens; ``keys.roll()`` changes them."""
        return KeyRing()

    @cached_property
    def tokens(self) -> TokenAuthority:
        """The token service."""
        return TokenAuthority(self.tenant_id, self.directory, self.keys, self.clock, self.random)

    @cached_property
    def mailstore(self) -> Mailstore:
        """Every mailbox."""
        return Mailstore(self.clock, self.lock, self.random)

    @cached_property
    def transport(self) -> Transport:
        """Takes submitted mail to the tenant's mailboxes, or to `outbound`."""
        return Transport(self.mailstore, self.clock, self.outbound, self.is_local)

    def is_local(self, domain: str) -> bool:
        """Say whether a domain is one of the tenant's; without case."""
        return domain.lower() in map(str.lower, self.domains)

    def new_guid(self) -> str:
        """Return a GUID from the tenant's randomness."""
        with self.lock:
            return new_guid(self.random)

    # --- users and mailboxes ---

    @property
    def users(self) -> list[User]:
        """Every account, oldest first, those of shared mailboxes too."""
        with self.lock:
            return list(self.directory.users.values())

    def add_user(
        self,
        name: str,
        password: str | None = None,
        *,
        display_name: str | None = None,
        aliases: Iterable[str] = (),
        mailbox: bool = True,
        kind: UserKind = "member",
        **switches: object,
    ) -> User:
        """Add a user with a mailbox.

        Args:
            name: ``alice`` becomes alice@<domain>; or a whole address in one of the tenant's domains.
            password: generated by default; read it from the user.
            aliases: further addresses, short or whole.
            mailbox: False leaves the user without a mailbox, as without a licence.
            switches: what `User` has: imap, pop, ews, smtp_auth, enabled, mfa, ...

        Raises:
            TypeError: there is no such switch; the text suggests the right one.
            ValueError: an address is taken, or in a domain that is not the tenant's.
        """
        address = self._whole_address(name, kind)
        shown = display_name or name.partition("@")[0].replace(".", " ").title()
        with self.lock:
            user = User(
                new_guid(self.random),
                address,
                (password or new_password(self.random)) if kind == "member" else password,
                display_name=shown,
                aliases=tuple(self._whole_address(alias, kind) for alias in aliases),
                kind=kind,
                has_mailbox=mailbox and kind != "guest",
                puid=f"1003200{self.random.getrandbits(36):09X}",
                sid="S-1-5-21-" + "-".join(str(self.random.getrandbits(31)) for _ in range(4)),
                **switches,
            )
            self.directory.add_user(user)
            if user.has_mailbox:
                self.mailstore.add(user.address, user.display_name, user.aliases)
            return user

    def add_shared_mailbox(self, name: str, members: Iterable[User | str] = ()) -> User:
        """Add a mailbox that nobody signs in to; members may open it and send as it.

        Raises:
            ValueError: the address is taken; a member is unknown.
        """
        shared = self.add_user(name, kind="shared", enabled=False)
        for member in members:
            self.add_mailbox_permission(shared, member)
            self.add_mailbox_permission(shared, member, "SendAs")
        return shared

    def add_alias(self, user: User | str, alias: str) -> None:
        """Give a user's mailbox one more address, short or whole.

        Raises:
            ValueError: the address is taken, or in a domain that is not the tenant's.
        """
        found = self.user(user)
        address = self._whole_address(alias, found.kind)
        with self.lock:
            owner = self.directory.user_by_address(address)
            if owner is not None and owner is not found:
                raise ValueError(f"{address} belongs to {owner!r}")
            found.aliases = [*found.aliases, address]
            if found.has_mailbox:
                self.mailstore.add_alias(self.mailbox(found), address)

    def user(self, address: str | User) -> User:
        """Return the user with an address, short or whole.

        Raises:
            ValueError: there is none; the text lists those that there are.
        """
        if isinstance(address, User):
            return address
        with self.lock:
            found = self.directory.user_by_address(address if "@" in address else f"{address}@{self.domain}")
        if found is None:
            raise ValueError(f"no user {address!r}; there are: {', '.join(user.upn for user in self.users) or 'none'}")
        return found

    def remove_user(self, user: User | str) -> None:
        """Delete a user with the mailbox; tokens that speak for them are worthless from now on."""
        found = self.user(user)
        with self.lock:
            self.directory.remove_user(found)
            box = self.mailstore.by_address(found.address)
            if box is not None:
                self.mailstore.remove(box)

    def mailbox(self, address: str | User) -> Mailbox:
        """Return a mailbox by any of its addresses, short or whole.

        Raises:
            MailboxNotFound: there is none.
        """
        wanted = address.address if isinstance(address, User) else address
        with self.lock:
            found = self.mailstore.by_address(wanted if "@" in wanted else f"{wanted}@{self.domain}")
        if found is None:
            raise MailboxNotFound(wanted)
        return found

    def deliver(self, to: str | User, message: Any = None, **parts: Any) -> Item:
        """Put a message into somebody's inbox, as if it had come from outside; see `Mailbox.deliver`.

        Raises:
            MailboxNotFound: nobody has this address.
        """
        return self.mailbox(to).deliver(message, **parts)

    def revoke(self, user: User | str) -> None:
        """End every session of a user: refresh tokens and codes issued so far are refused (AADSTS50173).

        Access tokens live on until they expire, unless their client declared ``cp1`` (continuous access evaluation)
        or `policies.strict_revocation` is set.
        """
        with self.lock:
            # Tokens count whole seconds: the revocation takes all of this second, and what is issued after it in
            # the same second is dated past its end.
            self.user(user).tokens_valid_from = float(int(self.clock.time()) + 1)

    def reset_password(self, user: User | str, password: str | None = None) -> str:
        """Give a user a new password, as an admin does, which ends their sessions too; returns the password."""
        found = self.user(user)
        with self.lock:
            found.password = password or new_password(self.random)
            self.revoke(found)
            return found.password

    def user_who_signs_in(self, login_hint: str = "") -> User | None:
        """Return who signs in without being asked (see `auto_sign_in`); None: ask."""
        chosen = self.auto_sign_in
        if isinstance(chosen, User) or not chosen:
            return chosen or None
        hinted = self.directory.user_by_address(login_hint) if login_hint else None
        return hinted or next((user for user in self.users if user.kind == "member"), None)

    # --- applications ---

    @property
    def apps(self) -> list[Application]:
        """Every application, oldest first."""
        with self.lock:
            return list(self.directory.applications.values())

    def register_app(
        self,
        name: str,
        *,
        public: bool = False,
        secret: str | bool | None = None,
        certificate: str | None = None,
        redirect_uris: Iterable[str | RedirectUri] = ("http://localhost",),
        delegated: Iterable[str] = (),
        application: Iterable[str] = (),
        consent: ConsentKind = "admin",
        exchange: bool = True,
    ) -> Application:
        """Register an application.

        Args:
            public: a desktop, mobile or device app, which has no secret.
            secret: a value, or True for a generated one; by default a confidential app without a certificate gets one.
            certificate: PEM text, whose key signs the app's assertions.
            redirect_uris: texts are of kind "native" for a public app, "web" else; `RedirectUri` says it.
            delegated: permissions to act for users, e.g. ``IMAP.AccessAsUser.All``; bare names are Exchange Online's,
                whole ones (``https://graph.microsoft.com/Mail.Read``) any resource's.
            application: permissions to act by itself, e.g. ``full_access_as_app``.
            consent: "admin" has allowed all of them for everybody; "user": each user is asked at first sign-in, and
                application permissions are not granted; None: nobody has, and users may not.
            exchange: register a confidential app in Exchange as well, with the right object id. Mailboxes open for
                it only by `add_mailbox_permission`.

        Raises:
            ValueError: a permission is unknown, or a public app is given a secret.
        """
        if public and (secret or certificate):
            raise ValueError("a public application has no secret and no certificate; leave public=True out")
        uri_kind: RedirectKind = "native" if public else "web"
        wanted_scopes = named_permissions(delegated, find=self.directory.resource)
        wanted_roles = named_permissions(application, application=True, find=self.directory.resource)
        with self.lock:
            app = Application(
                new_guid(self.random),
                new_guid(self.random),
                new_guid(self.random),
                name,
                public=public,
                redirect_uris=tuple(
                    u if isinstance(u, RedirectUri) else RedirectUri(u, uri_kind) for u in redirect_uris
                ),
                delegated=wanted_scopes,
                application=wanted_roles,
                consent=consent,
            )
            if certificate:
                app.certificates.append(Certificate.from_pem(certificate))
            if secret or not (public or certificate):
                self.add_secret(app, secret if isinstance(secret, str) else None)
            self.directory.add_application(app)
            if consent == "admin":
                self.grant_admin_consent(app)
            if exchange and not public:
                self.register_in_exchange(app)
            return app

    @property
    def sign_in_rules(self) -> SignInRules:
        """The rules of signing in; `access_token_lifetime` sets how long delegated tokens live."""
        return self.directory.rules

    def add_conditional_access(self, name: str, **conditions: Any) -> ConditionalAccessPolicy:
        """Add a Conditional Access policy; it blocks unless ``grant`` says otherwise.

        Args:
            conditions: the fields of `ConditionalAccessPolicy`, e.g. ``ways={"device_code"}``, ``grant="mfa"``.

        Raises:
            TypeError: there is no such condition.
            ValueError: a condition doesn't take the value.
        """
        policy = ConditionalAccessPolicy(name, policy_id=self.new_guid(), **conditions)
        with self.lock:
            self.policies.conditional_access = (*self.policies.conditional_access, policy)
        return policy

    def add_secret(self, app: Application, value: str | None = None, *, lifetime: float = SECRET_LIFETIME) -> Secret:
        """Give an application another secret; the older ones stay good.

        Args:
            lifetime: seconds; negative makes one that has expired already.
        """
        with self.lock:
            secret = Secret(value or new_secret(self.random), self.clock.time() + lifetime, new_guid(self.random))
            app.secrets.append(secret)
            return secret

    def grant_admin_consent(self, app: Application) -> None:
        """Allow everything in an application's registration, for everybody."""
        with self.lock:
            for resource, scope in app.delegated:
                self.directory.consent.grant(app.client_id, resource, [scope])
            for resource, role in app.application:
                self.directory.consent.assign(app.client_id, resource, [role])

    def expose_api(
        self, app: Application, scopes: Iterable[str] = ("access_as_user",), roles: Iterable[str] = ()
    ) -> str:
        """Make an application an API of its own, which others ask for as ``api://<client id>/<scope>``.

        Returns:
            The API's address, ``api://<client id>``.
        """
        with self.lock:
            app.exposed_scopes = frozenset(scopes)
            app.exposed_roles = frozenset(roles)
            return app.audiences[0]

    def trust_issuer(
        self, app: Application, issuer: str, subject: str, keys: Iterable[str], audience: str = USUAL_AUDIENCE
    ) -> None:
        """Let an application prove itself by tokens of another issuer (a federated identity credential).

        Args:
            keys: the issuer's public RSA keys, PEM; nobody is asked for them.

        Raises:
            ValueError: a key cannot be read.
        """
        credential = FederatedCredential(issuer, subject, tuple(keys), audience)
        _ = credential.public_keys
        with self.lock:
            app.federated_credentials.append(credential)

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

    def approve_device_code(self, user_code: str, user: User | str | None = None) -> None:
        """Sign in at the device login page in somebody's place: the first user's by default.

        Raises:
            DeviceCodeInvalid, DeviceCodeExpired: no device shows this code, or not any more.
            ValueError: no such user.
        """
        with self.lock:
            code = self.tokens.device_codes.by_user_code(user_code)
            found = self.user(user) if user is not None else self.user(next(u.upn for u in self.users if u.enabled))
            self.tokens.device_codes.approve(code, found.object_id, self.tokens.new_sign_in(("pwd", "mfa")))

    def decline_device_code(self, user_code: str) -> None:
        """Decline at the device login page.

        Raises:
            DeviceCodeInvalid, DeviceCodeExpired: no device shows this code, or not any more.
        """
        with self.lock:
            self.tokens.device_codes.decline(self.tokens.device_codes.by_user_code(user_code))

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
        key: SigningKey | bytes | str | None = "current",
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
            if "mailstore" in self.__dict__:
                for box in list(self.mailstore.mailboxes):
                    self.mailstore.remove(box)
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

    def _whole_address(self, name: str, kind: UserKind) -> str:
        local, at, domain = name.rpartition("@")
        if not at:
            return f"{name}@{self.domain}"
        if kind != "guest" and not self.is_local(domain):
            raise ValueError(
                f"{domain} is not a domain of this tenant ({', '.join(self.domains)}); append it to domains"
            )
        return f"{local}@{domain}"

    def _requested(self, scopes: Iterable[str]) -> RequestedScopes:
        words = [qualified(scope) for scope in scopes] or [f"{EXCHANGE_ADDRESS}/.default"]
        return parse_scopes(words, self.domain, find=self.directory.resource)
