"""Applications: the app registration and its service principal (the "Enterprise application") in one object.

A fake tenant holds single-tenant applications only, so the two always come together; their object ids still differ,
as in reality, because confusing them is a classic mistake when an application is registered in Exchange.
"""

import hashlib
from base64 import b64decode
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from fakeserver.jws import base64url
from fakeserver.tenant.directory.federation import FederatedCredential
from fakeserver.tenant.directory.permissions import ResourceApplication
from fakeserver.tenant.watched import Watched

RedirectKind = Literal["web", "spa", "native"]
#: Who may allow what the application asks for: an admin did, each user may, or nobody did.
ConsentKind = Literal["admin", "user"] | None


@dataclass(frozen=True)
class Secret:
    """A client secret."""

    value: str = field(repr=False)
    #: seconds since the epoch
    expires_at: float
    #: a GUID; developers send it by mistake instead of the value
    secret_id: str


@dataclass(frozen=True)
class Certificate:
    """A certificate whose key may sign the application's assertions."""

    pem: str = field(repr=False)
    der: bytes = field(repr=False)

    @classmethod
    def from_pem(cls, pem: str) -> "Certificate":
        """Read the first certificate of a PEM text.

        Raises:
            ValueError: there is none, or it cannot be read.
        """
        from cryptography.x509 import load_der_x509_certificate

        begin, end = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
        _, found, rest = pem.partition(begin)
        if not found or end not in rest:
            raise ValueError("no certificate in this PEM text")
        body = rest.partition(end)[0]
        try:
            der = b64decode("".join(body.split()), validate=True)
            load_der_x509_certificate(der)
        except ValueError as error:
            raise ValueError(f"not a PEM certificate: {str(error).partition(chr(10))[0]}") from None
        return cls(f"{begin}{body}{end}\n", der)

    @property
    def x5t(self) -> str:
        """The SHA-1 thumbprint, base64url."""
        return base64url(hashlib.sha1(self.der, usedforsecurity=False).digest())

    @property
    def x5t_s256(self) -> str:
        """The SHA-256 thumbprint, base64url."""
        return base64url(hashlib.sha256(self.der).digest())


@dataclass(frozen=True)
class RedirectUri:
    """A reply address of the application."""

    uri: str
    kind: RedirectKind = "web"

    def __post_init__(self) -> None:
        """Take what the portal takes.

        Raises:
            ValueError: the URI has no scheme, a fragment or a blank, or its http leads to another machine.

        Source: learn.microsoft.com/entra/identity-platform/reply-url (supported schemes, restrictions)
        """
        parts = urlsplit(self.uri)
        if not parts.scheme or not (parts.netloc or parts.path) or parts.fragment or not _is_plain(self.uri):
            raise ValueError(f"a redirect URI is one such as https://app.example/auth, not {self.uri!r}")
        if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
            raise ValueError(f"a redirect URI begins with https, or http://localhost, not {self.uri!r}")

    def accepts(self, uri: str) -> bool:
        """Say whether a request's redirect URI is this one; on a loopback host any port will do.

        Source: learn.microsoft.com/entra/identity-platform/reply-url (localhost exceptions), RFC 8252 section 7.3.
        """
        if uri == self.uri:
            return True
        if not _is_plain(uri):
            # urlsplit drops line ends and tabs, so the text compared would not be the text that was sent.
            return False
        try:
            mine, theirs = urlsplit(self.uri), urlsplit(uri)
            _ = theirs.port
        except ValueError:
            return False
        if mine.scheme != "http" or mine.hostname not in _LOOPBACK:
            return False
        return (
            theirs.scheme == "http"
            and theirs.hostname == mine.hostname
            and "@" not in theirs.netloc
            and (theirs.path or "/") == (mine.path or "/")
            and theirs.query == mine.query
            and not theirs.fragment
        )


#: Hosts that http may lead to, on any port.
_LOOPBACK = ("localhost", "127.0.0.1")


def _is_plain(uri: str) -> bool:
    return uri.isprintable() and " " not in uri


class Application(Watched):
    """One application of the directory."""

    def __init__(
        self,
        client_id: str,
        object_id: str,
        service_principal_id: str,
        name: str,
        *,
        public: bool = False,
        redirect_uris: tuple[RedirectUri, ...] = (),
        delegated: frozenset[tuple[str, str]] = frozenset(),
        application: frozenset[tuple[str, str]] = frozenset(),
        consent: ConsentKind = "admin",
    ) -> None:
        values = self.__dict__
        values["generation"] = 0
        values["client_id"] = client_id
        values["object_id"] = object_id
        values["service_principal_id"] = service_principal_id
        values["name"] = name
        values["public"] = public
        values["secrets"] = []
        values["certificates"] = []
        values["redirect_uris"] = list(redirect_uris)
        values["delegated"] = delegated
        values["application"] = application
        values["consent"] = consent
        values["exchange_object_id"] = None
        values["enabled"] = True
        values["assignment_required"] = False
        values["assigned_user_ids"] = set()
        values["assigned_group_ids"] = set()
        values["has_service_principal"] = True
        values["logout_url"] = ""
        values["implicit"] = frozenset()
        values["optional_claims"] = frozenset()
        values["multi_tenant"] = True
        values["federated_credentials"] = []
        values["exposed_scopes"] = frozenset()
        values["exposed_roles"] = frozenset()

    #: the application (client) id, a GUID
    client_id: str
    #: object id of the app registration: not what Exchange wants
    object_id: str
    #: object id of the Enterprise application: what `New-ServicePrincipal -ObjectId` wants, `oid` in app-only tokens
    service_principal_id: str
    name: str
    #: a public client has no secret (desktop, mobile, device); allows username and password without one
    public: bool
    #: every client secret, oldest first
    secrets: list[Secret]
    certificates: list[Certificate]
    redirect_uris: list[RedirectUri]
    #: delegated permissions of the registration: (resource app id, scope)
    delegated: frozenset[tuple[str, str]]
    #: application permissions of the registration: (resource app id, role)
    application: frozenset[tuple[str, str]]
    consent: ConsentKind
    #: the object id that was given to `New-ServicePrincipal` in Exchange; None: never registered there
    exchange_object_id: str | None
    enabled: bool
    #: appRoleAssignmentRequired: only assigned users may sign in
    assignment_required: bool
    assigned_user_ids: set[str]
    assigned_group_ids: set[str]
    #: False: registered, but with no Enterprise application in the tenant that stands for it
    has_service_principal: bool
    #: "Front-channel logout URL": what a browser loads when its user signs out; empty: none
    logout_url: str
    #: what the authorize endpoint may give out itself ("Implicit grant and hybrid flows"): of "id_token", "token"
    implicit: frozenset[str]
    #: "Token configuration": further claims of its id_tokens, e.g. "login_hint", "auth_time" (claims.OPTIONAL_CLAIMS)
    optional_claims: frozenset[str]
    #: "Supported account types": False refuses `common` and `organizations` (AADSTS50194), as for a single-tenant app
    multi_tenant: bool
    #: issuers whose tokens prove the application, instead of a secret or a certificate
    federated_credentials: list[FederatedCredential]
    #: "Expose an API": delegated permissions that other applications may ask for
    exposed_scopes: frozenset[str]
    #: "App roles": application permissions that other applications may ask for
    exposed_roles: frozenset[str]

    @property
    def client_secret(self) -> str | None:
        """The newest secret's value; None for a public client and for one with certificates only."""
        return self.secrets[-1].value if self.secrets else None

    @property
    def audiences(self) -> tuple[str, ...]:
        """What `aud` says in a token for this application's own API."""
        return (f"api://{self.client_id}", self.client_id)

    def as_resource(self) -> ResourceApplication | None:
        """Return the API that this application exposes, or None."""
        if not self.exposed_scopes and not self.exposed_roles:
            return None
        return ResourceApplication(
            self.client_id,
            self.name,
            self.audiences,
            {name: self._permission_id(name) for name in sorted(self.exposed_scopes)},
            {name: self._permission_id(name) for name in sorted(self.exposed_roles)},
        )

    def _permission_id(self, name: str) -> str:
        return str(uuid5(NAMESPACE_URL, f"api://{self.client_id}/{name}"))

    def redirect_uri(self, uri: str) -> RedirectUri | None:
        """Return the registered redirect URI that a request's one fits, or None."""
        return next((registered for registered in self.redirect_uris if registered.accepts(uri)), None)

    def __repr__(self) -> str:
        return f"<Application {self.name!r} {self.client_id} ({'public' if self.public else 'confidential'})>"
