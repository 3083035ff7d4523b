"""The authorize endpoint: from an application's request, through the sign-in pages, to a code at its redirect URI.

Source: entra-docs `identity-platform/v2-oauth2-auth-code-flow.md`, `v2-protocols-oidc.md`.
"""

from collections.abc import Mapping

from fakeserver.protocols.oauth import pages, sign_in
from fakeserver.protocols.oauth.authorize_request import AuthorizeRequest, ReplyTarget, reply_target
from fakeserver.protocols.oauth.browsers import Flow
from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.error_answers import description, timestamp_of
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.refused import error_of
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.permissions import RequestedScopes
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import Refusal
from fakeserver.tenant.switches.conditional_access import Way
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.claims import SignIn, client_info
from fakeserver.wire import HttpResponse


def authorize(call: Call) -> HttpResponse:
    """Answer an authorization request: a page, or the way back to the application.

    Raises:
        EntraError, Refusal: shown to the person on a page; the application does not get it.
    """
    if call.version == 2:
        # Read before the redirect URI, so that the application does not hear of it. Source: github skilion/onedrive#542
        # and others, whose address was cut off behind client_id.
        call.required("client_id")
        call.required("scope")
    flow = call.begin("authorize", call.parameters)
    return resume(call, flow, sign_in.advance)


def resume(call: Call, flow: Flow, step: sign_in.Step) -> HttpResponse:
    """Go on with a sign-in; errors after the redirect URI is known to be good go there.

    Raises:
        EntraError, Refusal: shown to the person on a page; the application does not get it.
    """
    target = reply_target(call, flow.parameters)
    call.act_for(target.tenant)
    with target.tenant.lock:
        try:
            return step(call, flow, Authorization(target, AuthorizeRequest.read(call, target, flow.parameters)))
        except EntraError as error:
            return _failed(call, flow, target, error)
        except Refusal as refusal:
            call.note(refusal)
            return _failed(call, flow, target, error_of(refusal))


def _failed(call: Call, flow: Flow, target: ReplyTarget, error: EntraError) -> HttpResponse:
    """Send an error to the application, or show it on a page where its row has no error name for a redirect."""
    call.browsers.end(flow)
    answer = _sent(call, target, flow.parameters, error)
    if answer is None:
        raise error
    return answer


def ordered(call: Call, error: EntraError) -> HttpResponse | None:
    """Return the answer with an error that a test has ordered, on its way to the application; None: it is for the page.

    It goes the way of one that is met.
    """
    try:
        target = reply_target(call, call.parameters)
    except (EntraError, Refusal):
        # There is nowhere to send it.
        return None
    call.act_for(target.tenant)
    return _sent(call, target, call.parameters, error)


def _sent(call: Call, target: ReplyTarget, parameters: Mapping[str, str], error: EntraError) -> HttpResponse | None:
    silent = parameters.get("prompt", "").lower() == "none"
    if not error.row.redirect and not silent:
        return None
    return target.answer(call, _error_parameters(call, error))


def _error_parameters(call: Call, error: EntraError, subcode: str = "") -> dict[str, str]:
    # With prompt=none there is no page, so even these errors go to the application.
    name = error.row.redirect or "interaction_required"
    parameters = {
        "error": name,
        "error_description": description(call, error, timestamp_of(call)),
        "error_uri": f"{call.base_url}/error?code={error.code}",
    }
    if subcode:
        parameters["error_subcode"] = subcode
    if error.claims:
        parameters["claims"] = error.claims
    return parameters


class Authorization:
    """The purpose of a sign-in that an application asked for at the authorize endpoint."""

    way: Way = "page"

    def __init__(self, target: ReplyTarget, request: AuthorizeRequest) -> None:
        self.target = target
        self.request = request

    @property
    def tenant(self) -> Tenant:
        """Where the user lives."""
        return self.target.tenant

    @property
    def application(self) -> Application:
        """For whom the user signs in."""
        return self.target.application

    @property
    def scopes(self) -> RequestedScopes:
        """What the application asks for."""
        return self.request.scopes

    @property
    def others(self) -> tuple[RequestedScopes, ...]:
        """What it asks for of further resources."""
        return self.request.others

    @property
    def prompt(self) -> str:
        """The request's `prompt`."""
        return self.request.prompt

    @property
    def login_hint(self) -> str:
        """The request's `login_hint`."""
        return self.request.login_hint

    @property
    def max_age(self) -> int | None:
        """The request's `max_age`."""
        return self.request.max_age

    def confirm(self, call: Call, flow: Flow, user: User) -> HttpResponse | None:
        """Nothing to ask besides."""
        return None

    def finish(self, call: Call, flow: Flow, user: User) -> HttpResponse:
        """Send the code to the application."""
        signed_in = SignIn(flow.session_id, ("pwd", "mfa") if flow.mfa else ("pwd",), call.request.peer, flow.at)
        parameters = self._issued(call, user, signed_in)
        call.browsers.note_use(flow.session_id, self.application.client_id)
        if self.request.client_info:
            parameters["client_info"] = client_info(self.tenant.tenant_id, user)
        return self.target.answer(call, parameters, session_state=flow.session_id)

    def _issued(self, call: Call, user: User, signed_in: SignIn) -> dict[str, str]:
        """Return what the response type names: a code, an id_token, an access token."""
        request, tokens = self.request, self.tenant.tokens
        parameters: dict[str, str] = {}
        if "code" in request.response_types:
            parameters["code"] = tokens.authorize(
                self.application,
                user,
                request.scopes,
                signed_in,
                redirect_uri=self.target.redirect_uri if self.target.explicit else None,
                code_challenge=request.code_challenge or None,
                code_challenge_method=request.code_challenge_method,
                nonce=request.nonce or None,
                several_resources=bool(request.others),
                how=request.how,
            )
        if "token" in request.response_types:
            issued = tokens.issuer.issue_for_user(
                self.application, user, request.scopes, how=request.how, sign_in=signed_in
            )
            parameters |= {"access_token": issued.access_token, "token_type": "Bearer"}
            parameters |= {"expires_in": str(issued.expires_in), "scope": issued.scope or ""}
        if "id_token" in request.response_types:
            parameters["id_token"] = tokens.issuer.front_channel_id_token(
                self.application,
                user,
                request.scopes,
                signed_in,
                how=request.how,
                nonce=request.nonce,
                code=parameters.get("code"),
                access_token=parameters.get("access_token"),
            )
        return parameters

    def fail(self, call: Call, error: EntraError, *, subcode: str = "") -> HttpResponse:
        """Send the error to the application."""
        return self.target.answer(call, _error_parameters(call, error, subcode))


_NOT_NOW = (
    "You cannot access this right now",
    "Your sign-in was successful but does not meet the criteria to access this resource. For example, you might be "
    "signing in from a browser, app, location, or an authentication flow that is restricted by your admin.",
)
_NOT_FROM_HERE = (
    "You can’t get there from here",
    "This application contains sensitive information and can only be accessed from devices or client applications "
    "that meet your organization’s management compliance policy.",
)
#: Codes of what Conditional Access blocks -> heading and sentence of the page. The application is not told.
#: Source: learn.microsoft.com/entra/identity/conditional-access/troubleshoot-conditional-access
BLOCKED = {53003: _NOT_NOW, 53000: _NOT_FROM_HERE, 53001: _NOT_FROM_HERE, 530003: _NOT_FROM_HERE}


def error_page(call: Call, error: EntraError, parameters: Mapping[str, str]) -> HttpResponse:
    """Return the page of an error that does not go to the application."""
    details = {
        "Error Code": str(error.code) if error.code in BLOCKED else "",
        "Request Id": call.trace_id,
        "Correlation Id": call.correlation_id,
        "Timestamp": timestamp_of(call),
        "App Id": parameters.get("client_id", ""),
    }
    heading, sentence = BLOCKED.get(error.code, ("Sign in", pages.SORRY))
    known = {name: value for name, value in details.items() if value}
    # 401 would ask the browser for a password.
    status = 400 if error.row.status == 401 else error.row.status
    return pages.trouble(str(error), known, status=status, heading=heading, sentence=sentence)
