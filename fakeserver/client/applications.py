"""Applications of a remote tenant."""

from collections.abc import Iterable
from typing import Any

from fakeserver.client.differences import Remote
from fakeserver.client.link import Link
from fakeserver.client.values import given, moment, who, whom
from fakeserver.suggestion import suggestion
from fakeserver.tenant.directory.applications import Certificate, ConsentKind, RedirectUri, Secret


class RemoteApplication(Remote):
    """One application: what is kept of it here is renewed when a test reads what may change."""

    local = "Application"

    def __init__(self, link: Link, facts: dict[str, Any]) -> None:
        self._link = link
        self._facts = facts

    @property
    def client_id(self) -> str:
        """The application (client) id, a GUID."""
        return str(self._facts["client_id"])

    @property
    def object_id(self) -> str:
        """Object id of the app registration: not what Exchange wants."""
        return str(self._facts["object_id"])

    @property
    def service_principal_id(self) -> str:
        """Object id of the Enterprise application: what Exchange wants."""
        return str(self._facts["service_principal_id"])

    @property
    def name(self) -> str:
        """Its display name."""
        return str(self._facts["name"])

    @property
    def public(self) -> bool:
        """Whether it has no secret (desktop, mobile, device)."""
        return str(self._facts["kind"]) == "public"

    @property
    def client_secret(self) -> str | None:
        """The newest secret's value, as it was when it was asked for here last; None: there is none."""
        return self._facts["client_secret"] or None

    @property
    def secrets(self) -> list[Secret]:
        """Every client secret, oldest first."""
        return [_secret(facts) for facts in self._now()["secrets"]]

    @property
    def redirect_uris(self) -> list[RedirectUri]:
        """The reply addresses."""
        return [_redirect(each) for each in self._now()["redirect_uris"]]

    @property
    def delegated(self) -> frozenset[str]:
        """Delegated permissions of the registration, by name."""
        return frozenset(self._now()["delegated"])

    @property
    def application(self) -> frozenset[str]:
        """Application permissions of the registration, by name."""
        return frozenset(self._now()["application"])

    @property
    def exchange(self) -> bool:
        """Whether it is registered in Exchange."""
        return bool(self._now()["exchange"])

    @property
    def enabled(self) -> bool:
        """Whether anybody may sign in to it."""
        return bool(self._now()["enabled"])

    @property
    def certificates(self) -> list[Certificate]:
        """Whose keys may sign its assertions."""
        return [Certificate.from_pem(facts["pem"]) for facts in self._now()["certificates"]]

    def _now(self) -> dict[str, Any]:
        self._facts.update(self._link.get("apps", self.client_id))
        return self._facts

    def __repr__(self) -> str:
        return f"<Application {self.name!r} {self.client_id} ({'public' if self.public else 'confidential'})>"


class RemoteApplications(Remote):
    """What `tenant.applications` is: every app registration, with secrets, certificates and consent.

    The same application is the same object each time.
    """

    local = "Applications"

    def __init__(self, link: Link) -> None:
        self._link = link
        self._known: dict[str, RemoteApplication] = {}

    @property
    def all(self) -> list[RemoteApplication]:
        """Every application, oldest first."""
        return [self.known(facts) for facts in self._link.get("apps")["apps"]]

    def known(self, facts: dict[str, Any]) -> RemoteApplication:
        """Return the application that an answer describes."""
        app = self._known.setdefault(facts["client_id"], RemoteApplication(self._link, facts))
        app._facts.update(facts)
        return app

    def find(self, named: RemoteApplication | str) -> RemoteApplication:
        """Return the application with this name or client id.

        Raises:
            ValueError: there is none; the text suggests the right one.
        """
        if isinstance(named, RemoteApplication):
            return named
        apps = self.all
        for app in apps:
            if named.lower() in (app.client_id.lower(), app.name.lower()):
                return app
        raise ValueError(f"no application {named!r}{suggestion(named, [app.name for app in apps])}")

    def register(
        self,
        name: str,
        *,
        public: bool = False,
        secret: str | bool | None = None,
        certificate: str | None = None,
        redirect_uris: Iterable[str] | None = None,
        delegated: Iterable[str] = (),
        application: Iterable[str] = (),
        consent: ConsentKind = "admin",
        exchange: bool = True,
        client_id: str | None = None,
    ) -> RemoteApplication:
        """Register an application; arguments and errors are those of `Applications.register`."""
        table = given(
            name=name,
            public=public,
            secret=secret if isinstance(secret, str) else None,
            certificate=certificate,
            redirect_uris=redirect_uris,
            delegated=whom("delegated", delegated),
            application=whom("application", application),
            consent=consent or "none",
            exchange=exchange,
            client_id=client_id,
        )
        app = self.known(self._link.post("apps", body=table))
        if secret is True and not app.secrets:
            self.add_secret(app)
        return app

    def add_secret(self, app: RemoteApplication, value: str | None = None, *, lifetime: float | None = None) -> Secret:
        """Give an application one more secret; see `Applications.add_secret`.

        Args:
            lifetime: seconds; two years by default.
        """
        days = None if lifetime is None else lifetime / 86400
        secret = _secret(self._link.post("apps", app.client_id, "secrets", body=given(value=value, days=days)))
        app._now()
        return secret

    def remove_secret(self, app: RemoteApplication, secret: Secret) -> None:
        """Take a secret away."""
        self._link.delete("apps", app.client_id, "secrets", secret.secret_id)
        app._now()

    def add_certificate(self, app: RemoteApplication, pem: str) -> None:
        """Let the key of a certificate sign the application's assertions.

        Raises:
            ValueError: there is no certificate in the text.
        """
        self._link.post("apps", app.client_id, "certificates", body={"certificate": pem})

    def grant_admin_consent(self, app: RemoteApplication, *permissions: str) -> None:
        """Let an admin allow an application what it asks for; with permissions, those alone."""
        body = {"user": None, "permissions": list(permissions) or None}
        app._facts.update(self._link.post("apps", app.client_id, "consent", body=body))

    def grant_consent(self, app: RemoteApplication, user: object, *permissions: str) -> None:
        """Let a user allow an application what it asks for; with permissions, those alone."""
        body = {"user": who("user", user), "permissions": list(permissions) or None}
        app._facts.update(self._link.post("apps", app.client_id, "consent", body=body))

    def revoke_consent(self, app: RemoteApplication) -> None:
        """Take back everything that an application was allowed, by anybody."""
        app._facts.update(self._link.delete("apps", app.client_id, "consent"))

    def remove(self, app: RemoteApplication) -> None:
        """Delete an application; its tokens are worthless from now on."""
        self._link.delete("apps", app.client_id)
        self._known.pop(app.client_id, None)


def _secret(facts: dict[str, Any]) -> Secret:
    expires: str | float = facts["expires_at"]
    return Secret(facts["value"], moment(expires).timestamp() if isinstance(expires, str) else expires, facts["key_id"])


def _redirect(given_uri: Any) -> RedirectUri:
    return RedirectUri(given_uri) if isinstance(given_uri, str) else RedirectUri(**given_uri)
