"""Applications: registered, given secrets and consent, known to Exchange."""

import threading
from collections.abc import Iterable
from random import Random

from fakeserver.durations import seconds_of
from fakeserver.listed import listed
from fakeserver.suggestion import suggestion
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.applications import (
    Application,
    Certificate,
    ConsentKind,
    RedirectKind,
    RedirectUri,
    Secret,
)
from fakeserver.tenant.directory.consent import Consent
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.federation import USUAL_AUDIENCE, FederatedCredential
from fakeserver.tenant.directory.named_permissions import named_permissions
from fakeserver.tenant.directory.permissions import resource_by_name
from fakeserver.tenant.identifiers import is_guid, new_guid, new_secret

#: Seconds: two years, the longest that the portal offers for a secret.
SECRET_LIFETIME = 2 * 365 * 24 * 3600


class Applications:
    """What `tenant.applications` is: every app registration, with its secrets, consent and API."""

    def __init__(self, directory: Directory, *, clock: Clock, random: Random, lock: threading.RLock) -> None:
        self._directory = directory
        self._clock = clock
        self._random = random
        self._lock = lock

    @property
    def all(self) -> list[Application]:
        """Every application, oldest first."""
        with self._lock:
            return list(self._directory.applications.values())

    def find(self, named: Application | str) -> Application:
        """Return the application with this name or client id.

        Raises:
            ValueError: there is none; the text suggests the right one.
        """
        if isinstance(named, Application):
            return named
        for app in self.all:
            if named.lower() in (app.client_id.lower(), app.name.lower()):
                return app
        raise ValueError(f"no application {named!r}{suggestion(named, [app.name for app in self.all])}")

    def register(
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
        client_id: str | None = None,
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
                it only by `Rights.add_mailbox_permission`.
            client_id: the GUID of a program that has it written in it; by default a new one.

        Raises:
            ValueError: a permission is unknown, ``consent`` is none of the three, a public app is given a secret, or
                ``client_id`` is no GUID or another app's.
        """
        if consent not in ("admin", "user", None):
            raise ValueError(f"consent takes 'admin', 'user', None, not {consent!r}")
        if public and (secret or certificate):
            raise ValueError("a public application has no secret and no certificate; leave public=True out")
        if client_id is not None and not (isinstance(client_id, str) and is_guid(client_id)):
            raise ValueError(f"client_id is a GUID, not {client_id!r}")
        uri_kind: RedirectKind = "native" if public else "web"
        wanted_scopes = named_permissions(listed("delegated", delegated), find=self._directory.resource)
        wanted_roles = named_permissions(
            listed("application", application), application=True, find=self._directory.resource
        )
        with self._lock:
            if client_id is not None and client_id.lower() in self._directory.applications:
                taken = self._directory.applications[client_id.lower()]
                raise ValueError(f"client_id {client_id} is that of {taken.name!r} already")
            app = Application(
                (client_id or new_guid(self._random)).lower(),
                new_guid(self._random),
                new_guid(self._random),
                name,
                public=public,
                redirect_uris=tuple(
                    u if isinstance(u, RedirectUri) else RedirectUri(u, uri_kind)
                    for u in listed("redirect_uris", redirect_uris)
                ),
                delegated=wanted_scopes,
                application=wanted_roles,
                consent=consent,
            )
            if certificate:
                app.certificates.append(Certificate.from_pem(certificate))
            if secret or not (public or certificate):
                self.add_secret(app, secret if isinstance(secret, str) else None)
            self._directory.add_application(app)
            if consent == "admin":
                self.grant_admin_consent(app)
            if exchange and not public:
                app.exchange_object_id = app.service_principal_id
            return app

    def add_secret(self, app: Application, value: str | None = None, *, lifetime: float = SECRET_LIFETIME) -> Secret:
        """Give an application another secret; the older ones stay good.

        Args:
            lifetime: seconds; negative makes one that has expired already.

        Raises:
            ValueError: it would end in no year that dates have.
        """
        with self._lock:
            now = self._clock.time()
            ends = now + seconds_of("lifetime", lifetime, {}, since=now)
            secret = Secret(value or new_secret(self._random), ends, new_guid(self._random))
            app.secrets.append(secret)
            return secret

    @property
    def consent(self) -> Consent:
        """What each of them is allowed."""
        return self._directory.consent

    def grant_admin_consent(self, app: Application) -> None:
        """Allow everything in an application's registration, for everybody."""
        with self._lock:
            self._directory.consent.grant_everything(app.client_id, app.delegated, app.application)

    def expose_api(
        self, app: Application, scopes: Iterable[str] = ("access_as_user",), roles: Iterable[str] = ()
    ) -> str:
        """Make an application an API of its own, which others ask for as ``api://<client id>/<scope>``.

        Returns:
            The API's address, ``api://<client id>``.
        """
        with self._lock:
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
        with self._lock:
            app.federated_credentials.append(credential)

    def remove_service_principal(self, of: Application | str) -> None:
        """Take an Enterprise application out of the tenant.

        Args:
            of: an application of the tenant (then AADSTS7000229), or the address or app id of Exchange Online or
                Microsoft Graph, as in a tenant that never subscribed to it (then AADSTS650052).

        Raises:
            ValueError: no resource has this name.
        """
        with self._lock:
            if isinstance(of, Application):
                of.has_service_principal = False
                return
            resource = resource_by_name(of)
            if resource is None:
                raise ValueError(f"no resource {of!r}; give an address such as https://outlook.office365.com")
            self._directory.absent_resources.add(resource.app_id)
