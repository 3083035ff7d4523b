"""Applications: registered, with secrets, certificates and consent."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from fakeserver.config.adding import add
from fakeserver.config.tables import AppTable
from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.problems import NotThere
from fakeserver.protocols.control.routing import operation
from fakeserver.tenant.administration.applications import SECRET_LIFETIME
from fakeserver.tenant.directory.applications import Application, Certificate, Secret
from fakeserver.tenant.directory.named_permissions import named_permissions, shown_permissions


@dataclass
class SecretView:
    """A client secret."""

    key_id: str
    value: str = field(repr=False)
    expires_at: datetime


@dataclass
class CertificateView:
    """A certificate whose key may sign the application's assertions."""

    #: the SHA-1 thumbprint, base64url
    x5t: str
    pem: str = field(repr=False)


@dataclass
class ConsentView:
    """What an application was allowed."""

    #: whom it acts for: an address; null: everybody
    user: str | None
    permissions: list[str]


@dataclass
class AppView:
    """An application: its registration, and the service principal of the same name."""

    client_id: str
    name: str
    #: "public" or "confidential"
    kind: str
    public: bool
    object_id: str
    service_principal_id: str
    #: the newest secret; null where there is none
    client_secret: str | None = field(repr=False)
    secrets: list[SecretView] = field(repr=False)
    certificates: list[CertificateView]
    redirect_uris: list[str]
    #: permissions of the registration; bare names are Exchange Online's
    delegated: list[str]
    application: list[str]
    #: whether Exchange knows the service principal
    exchange: bool
    enabled: bool
    #: delegated permissions that were consented to, and for whom
    consents: list[ConsentView]
    #: application permissions that were consented to
    roles: list[str]


@dataclass
class Apps:
    """Every application, oldest first."""

    apps: list[AppView]


@dataclass
class NewSecret:
    """A client secret to be added."""

    #: null: one is made up
    value: str | None = field(default=None, repr=False)
    #: how long it is good; negative makes one that has expired
    days: float | int | None = None


@dataclass
class NewCertificate:
    """A certificate to be added."""

    #: PEM
    certificate: str

    long_texts = frozenset({"certificate"})


@dataclass
class Consenting:
    """What is consented to, and by whom."""

    #: an address; null: an admin, for everybody
    user: str | None = None
    #: null: all of the registration
    permissions: list[str] | None = None


def app_view(call: Call, app: Application) -> AppView:
    """Return an application as the API shows it."""
    directory = call.tenant.directory
    addresses = {user.object_id: user.address for user in call.tenant.users}
    consents = [
        ConsentView(None if user_id is None else addresses.get(user_id, user_id), shown_permissions(permissions))
        for user_id, permissions in directory.consent.delegated_of(app.client_id).items()
    ]
    return AppView(
        app.client_id,
        app.name,
        "public" if app.public else "confidential",
        app.public,
        app.object_id,
        app.service_principal_id,
        app.client_secret,
        [_secret(secret) for secret in app.secrets],
        [CertificateView(each.x5t, each.pem) for each in app.certificates],
        [each.uri for each in app.redirect_uris],
        shown_permissions(app.delegated),
        shown_permissions(app.application),
        app.exchange_object_id is not None,
        app.enabled,
        consents,
        shown_permissions(directory.consent.roles_of(app.client_id)),
    )


@operation("GET", "/tenants/{tenant}/apps")
def list_apps(call: Call) -> Apps:
    """List the applications, with their secrets."""
    return Apps([app_view(call, app) for app in call.tenant.apps])


@operation("POST", "/tenants/{tenant}/apps", status=201)
def create_app(call: Call, body: AppTable) -> AppView:
    """Register an application; ``certificate`` is the text of a PEM file."""
    added = add(call.tenant, body)
    assert isinstance(added, Application)
    return app_view(call, added)


@operation("GET", "/tenants/{tenant}/apps/{app}")
def get_app(call: Call) -> AppView:
    """Look at an application."""
    return app_view(call, call.app)


@operation("DELETE", "/tenants/{tenant}/apps/{app}")
def delete_app(call: Call) -> None:
    """Delete an application, with what it was allowed."""
    with call.tenant.lock:
        call.tenant.directory.consent.withdraw(call.app.client_id)
        call.tenant.directory.applications.pop(call.app.client_id, None)


@operation("POST", "/tenants/{tenant}/apps/{app}/secrets", status=201)
def create_secret(call: Call, body: NewSecret) -> SecretView:
    """Give an application another secret; the older ones stay good."""
    lifetime = SECRET_LIFETIME if body.days is None else body.days * 86400
    return _secret(call.tenant.applications.add_secret(call.app, body.value, lifetime=lifetime))


@operation("DELETE", "/tenants/{tenant}/apps/{app}/secrets/{key_id}")
def delete_secret(call: Call) -> None:
    """Take a secret away."""
    with call.tenant.lock:
        found = next((each for each in call.app.secrets if each.secret_id == call.values["key_id"]), None)
        if found is None:
            raise NotThere(f"{call.app.name} has no secret with the key_id {call.values['key_id']!r}")
        call.app.secrets.remove(found)


@operation("POST", "/tenants/{tenant}/apps/{app}/certificates", status=201)
def create_certificate(call: Call, body: NewCertificate) -> CertificateView:
    """Let an application prove itself by a certificate's key, too."""
    added = Certificate.from_pem(body.certificate)
    with call.tenant.lock:
        call.app.certificates.append(added)
    return CertificateView(added.x5t, added.pem)


@operation("POST", "/tenants/{tenant}/apps/{app}/consent")
def grant_consent(call: Call, body: Consenting) -> AppView:
    """Consent in the place of an admin, or of one user, to what the registration asks for or to some of it."""
    tenant, app = call.tenant, call.app
    user_id = None if body.user is None else tenant.user(body.user).object_id
    delegated, application = app.delegated, app.application if user_id is None else frozenset()
    if body.permissions is not None:
        delegated, application = _chosen(call, app, body.permissions, with_roles=user_id is None)
    with tenant.lock:
        for resource_id, scope in delegated:
            tenant.directory.consent.grant(app.client_id, resource_id, [scope], user_id)
        for resource_id, role in application:
            tenant.directory.consent.assign(app.client_id, resource_id, [role])
    return app_view(call, app)


@operation("DELETE", "/tenants/{tenant}/apps/{app}/consent")
def withdraw_consent(call: Call) -> AppView:
    """Take back everything that an application was allowed, by anybody."""
    with call.tenant.lock:
        call.tenant.directory.consent.withdraw(call.app.client_id)
    return app_view(call, call.app)


_Permissions = frozenset[tuple[str, str]]


def _chosen(call: Call, app: Application, names: list[str], *, with_roles: bool) -> tuple[_Permissions, _Permissions]:
    """Return which delegated and application permissions of a registration are named.

    Raises:
        ValueError: the registration does not ask for one.
    """
    find = call.tenant.directory.resource
    delegated: set[tuple[str, str]] = set()
    application: set[tuple[str, str]] = set()
    for name in names:
        found = False
        for kind, asked, kept in ((False, app.delegated, delegated), (True, app.application, application)):
            try:
                wanted = named_permissions([name], application=kind, find=find)
            except ValueError:
                continue
            if wanted <= asked and (with_roles or not kind):
                kept.update(wanted)
                found = True
        if not found:
            has = ", ".join([*shown_permissions(app.delegated), *shown_permissions(app.application)])
            raise ValueError(f"{app.name} does not ask for {name!r}; it asks for {has or 'nothing'}")
    return frozenset(delegated), frozenset(application)


def _secret(secret: Secret) -> SecretView:
    return SecretView(secret.secret_id, secret.value, datetime.fromtimestamp(secret.expires_at, UTC))
