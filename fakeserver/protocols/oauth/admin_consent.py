"""The admin consent endpoint: an administrator allows an application for the whole organization.

Source: entra-docs `identity-platform/v2-admin-consent.md`, `v2-oauth2-client-creds-grant-flow.md`.
"""

from dataclasses import replace

from fakeserver.protocols.oauth import permission_titles, sign_in, sign_in_pages
from fakeserver.protocols.oauth.authorize_request import ReplyTarget, reply_target
from fakeserver.protocols.oauth.browsers import Flow
from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.scopes import requested_scopes
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.permissions import RequestedScopes
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.switches.conditional_access import Way
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import HttpResponse

#: What the application gets when the administrator presses cancel, literally.
CANCELLED = {"error": "permission_denied", "error_description": "The admin canceled the request"}


def admin_consent(call: Call) -> HttpResponse:
    """Answer an administrator whom an application has sent here.

    Raises:
        EntraError, Refusal: shown to the person; the application does not get it.
    """
    flow = call.begin("adminconsent", call.parameters)
    return resume(call, flow, sign_in.advance)


def resume(call: Call, flow: Flow, step: sign_in.Step) -> HttpResponse:
    """Go on with an administrator's sign-in.

    Raises:
        EntraError, Refusal: shown to the person; the application does not get it.
    """
    target = replace(reply_target(call, flow.parameters), response_mode="query")
    call.act_for(target.tenant)
    with target.tenant.lock:
        wanted, scope = None, flow.parameters.get("scope", "")
        if call.version == 2:
            wanted = requested_scopes(call, target.tenant, {"scope": scope}, target.application)
        return step(call, flow, AdminConsent(target, wanted, scope))


class AdminConsent:
    """The purpose of an administrator's sign-in for admin consent."""

    #: permissions are asked for by `confirm`, for everybody at once
    scopes = RequestedScopes()
    way: Way = "page"
    prompt = ""
    others: tuple[RequestedScopes, ...] = ()
    max_age: int | None = None

    def __init__(self, target: ReplyTarget, wanted: RequestedScopes | None, scope: str) -> None:
        self._target = target
        self._wanted = wanted
        self._scope = scope
        self.login_hint = ""

    @property
    def tenant(self) -> Tenant:
        """The organization."""
        return self._target.tenant

    @property
    def application(self) -> Application:
        """Who asks for the permissions."""
        return self._target.application

    def confirm(self, call: Call, flow: Flow, user: User) -> HttpResponse | None:
        """List everything that the application would be allowed."""
        sign_in.check_admin(user)
        delegated, application = self._permissions()
        names = sorted({name for _, name in delegated | application})
        return sign_in_pages.consent(
            f"/{call.authority}/appverify",
            flow.flow_id,
            user=user.upn,
            application=self.application.name,
            organization=self.tenant.organization.name,
            permissions=permission_titles.titled(names),
            consent_for="organization",
        )

    def finish(self, call: Call, flow: Flow, user: User) -> HttpResponse:
        """Grant the permissions, and answer the application."""
        sign_in.check_admin(user)
        delegated, application = self._permissions()
        self.tenant.directory.consent.grant_everything(self.application.client_id, delegated, application)
        answer = {"admin_consent": "True", "tenant": self.tenant.tenant_id}
        if call.version == 2 and self._scope:
            answer["scope"] = self._scope
        return self._target.answer(call, answer)

    def fail(self, call: Call, error: EntraError, *, subcode: str = "") -> HttpResponse:
        """Answer the application that the administrator has declined."""
        return self._target.answer(call, CANCELLED)

    def _permissions(self) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
        """Return delegated and application permissions: the whole registration, or what `scope` names of it."""
        app, wanted = self.application, self._wanted
        if wanted is None or wanted.resource is None:
            return app.delegated, app.application
        resource_id = wanted.resource.app_id
        delegated = {(resource_id, value) for value in wanted.values}
        if wanted.default:
            delegated |= {entry for entry in app.delegated if entry[0] == resource_id}
        roles = {entry for entry in app.application if entry[0] == resource_id} if wanted.default else set()
        return frozenset(delegated), frozenset(roles)
