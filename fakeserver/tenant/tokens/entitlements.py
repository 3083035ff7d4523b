"""What an application may have for a user: what was asked for, what it registered, what was consented to."""

from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.consent import Consent
from fakeserver.tenant.directory.permissions import RequestedScopes
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import ConsentMissing, ResourceNotListed


class Entitlements:
    """The delegated permissions of one tenant's applications."""

    def __init__(self, consent: Consent) -> None:
        self._consent = consent

    def granted(self, application: Application, user: User, scopes: RequestedScopes) -> frozenset[str]:
        """Return what of the request was consented to; with `.default`, everything that was for the resource."""
        if scopes.resource is None:
            return frozenset()
        have = self._consent.scopes(application.client_id, scopes.resource.app_id, user.object_id)
        return have if scopes.default else have & scopes.values

    def missing(self, application: Application, user: User, scopes: RequestedScopes) -> frozenset[str]:
        """Return the permissions that were asked for and that nobody has allowed yet; what a consent page lists."""
        if scopes.resource is None:
            return frozenset()
        have = self._consent.scopes(application.client_id, scopes.resource.app_id, user.object_id)
        wanted = scopes.values
        if scopes.default and not have:
            wanted |= {scope for resource, scope in application.delegated if resource == scopes.resource.app_id}
        return wanted - have

    def check_resource(self, application: Application, user: User, scopes: RequestedScopes) -> None:
        """Refuse `.default` of a resource that the application's registration does not list (ResourceNotListed)."""
        if scopes.resource is None or not scopes.default or self.granted(application, user, scopes):
            return
        listed = {resource_id for resource_id, _ in application.delegated}
        if scopes.resource.app_id not in listed:
            raise ResourceNotListed(
                application=application.client_id,
                name=application.name,
                resource=scopes.audience,
                resource_id=scopes.resource.app_id,
                valid=", ".join(sorted(listed)),
            )

    def check(self, application: Application, user: User, scopes: RequestedScopes) -> None:
        """Refuse permissions that nobody has allowed; a sign-in page asks for them first.

        Raises:
            ConsentMissing, ResourceNotListed.
        """
        self.check_resource(application, user, scopes)
        missing = self.missing(application, user, scopes)
        if missing or (scopes.default and not self.granted(application, user, scopes)):
            raise ConsentMissing(
                application=application.client_id,
                name=application.name,
                scopes=" ".join(sorted(missing)),
                user=user.upn,
            )
