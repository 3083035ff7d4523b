"""Every path of Entra ID, as one table, and what happens around each request: errors, journal, ids.

The table is read from the path without its first segment, the authority (a tenant's GUID or domain, `common`,
`organizations`, `consumers`); paths compare without case, as on the real service.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from fakeserver.content_coding import unpacked
from fakeserver.edge.exchange import OUTAGES, Exchange
from fakeserver.protocols.oauth import (
    admin_consent,
    answers,
    authorize,
    device,
    discovery,
    headers,
    noting,
    ordered,
    page_requests,
    pages,
    sign_in,
)
from fakeserver.protocols.oauth.browsers import Browsers, Flow, browser_cookie
from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.error_answers import document_error, json_error
from fakeserver.protocols.oauth.error_lookup import error_lookup
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.front_page import front_page
from fakeserver.protocols.oauth.logout import logout
from fakeserver.protocols.oauth.page_config import REQUEST_TOKENS
from fakeserver.protocols.oauth.parameters import check_each_stands_once
from fakeserver.protocols.oauth.refused import error_of
from fakeserver.protocols.oauth.token import token
from fakeserver.protocols.oauth.userinfo import userinfo
from fakeserver.steps import finish
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.refusals import Refusal, ServiceRefused, Throttled
from fakeserver.wire import HttpRequest, HttpResponse

#: Octets. Assumption: what the real service reads is not known; the longest forms hold a token or two. Sign-ins under
#: way keep their parameters (`browsers.LIMIT`), so that this bounds them as well.
MAX_BODY = 128 * 1024
#: Characters of a query string. Assumption: those that were refused (bitwarden/server#953) were of many kB.
MAX_QUERY = 8 * 1024
#: Parameters of a form. Assumption: ASP.NET's own limit (aspnet:MaxHttpCollectionKeys).
MAX_PARAMETERS = 1000

Handler = Callable[[Call], HttpResponse]
#: How an endpoint answers errors: by a page, the token endpoint's JSON, or the JSON of documents.
ErrorForm = Callable[[Call, EntraError], HttpResponse]


@dataclass(frozen=True, slots=True)
class Route:
    """One endpoint."""

    handler: Handler
    methods: tuple[str, ...]
    error: ErrorForm
    version: int = 2

    @property
    def accepted(self) -> str:
        """The methods as the error's text lists them; what scripts of other origins may call takes OPTIONS as well."""
        return ", ".join((*self.methods, "OPTIONS") if self.error is json_error else self.methods)


def _page_error(call: Call, error: EntraError) -> HttpResponse:
    return authorize.error_page(call, error, call.parameters)


#: purpose of a sign-in -> what goes on with it
RESUMED: dict[str, Callable[[Call, Flow, sign_in.Step], HttpResponse]] = {
    "authorize": authorize.resume,
    "device": device.resume,
    "adminconsent": admin_consent.resume,
}


def _answers(step: sign_in.Step, *, before_sign_in: bool) -> Handler:
    """Return the handler of a form: it finds the sign-in that the form belongs to, and takes the step.

    Args:
        before_sign_in: whether the form may come before anybody has signed in; else the person is asked to do so first.
    """

    def handler(call: Call) -> HttpResponse:
        shown = {call.parameters[name] for name in REQUEST_TOKENS if name in call.parameters}
        flow = call.browsers.flow(call.request, shown.pop()) if len(shown) == 1 else None
        if flow is None:
            raise EntraError(165000)
        call.version = flow.version
        return RESUMED[flow.purpose](call, flow, step if before_sign_in or flow.user_id else sign_in.advance)

    return handler


def _document(handler: Handler, version: int = 2) -> Route:
    return Route(handler, ("GET", "HEAD"), document_error, version)


def _endpoint(handler: Handler, version: int = 2, *, methods: tuple[str, ...] = ("POST",)) -> Route:
    return Route(handler, methods, json_error, version)


def _page(handler: Handler, version: int = 2) -> Route:
    return Route(handler, ("GET", "POST"), _page_error, version)


def native_client(call: Call) -> HttpResponse:
    """Answer the reply address of programs without a web server: they read the code off the browser's address."""
    return pages.message("Sign in to your account", "You may now close this window.")


def _form(step: sign_in.Step, *, before_sign_in: bool = False) -> Route:
    return Route(_answers(step, before_sign_in=before_sign_in), ("POST",), _page_error)


#: path behind the authority, in lower case -> endpoint
ROUTES: dict[str, Route] = {
    "v2.0/.well-known/openid-configuration": _document(discovery.configuration),
    ".well-known/openid-configuration": _document(discovery.configuration, 1),
    "discovery/v2.0/keys": _document(discovery.keys),
    "discovery/keys": _document(discovery.keys, 1),
    "discovery/instance": _document(discovery.instance),
    "oauth2/v2.0/authorize": _page(authorize.authorize),
    "oauth2/authorize": _page(authorize.authorize, 1),
    "oauth2/v2.0/token": _endpoint(token),
    "oauth2/token": _endpoint(token, 1),
    "oauth2/v2.0/devicecode": _endpoint(device.device_authorization, methods=("GET", "POST")),
    "oauth2/devicecode": _endpoint(device.device_authorization, 1, methods=("GET", "POST")),
    "oauth2/v2.0/logout": _page(logout),
    "oauth2/logout": _page(logout, 1),
    "v2.0/adminconsent": _page(admin_consent.admin_consent),
    "adminconsent": _page(admin_consent.admin_consent, 1),
    "openid/userinfo": _page(userinfo, 1),
    "login": _form(answers.login, before_sign_in=True),
    "sas/processauth": _form(answers.second_factor),
    "termsofuse": _form(answers.terms_of_use),
    "appverify": _form(answers.confirmation),
    "consent/set": _form(answers.consent),
    "getcredentialtype": _endpoint(page_requests.credential_type),
    "sas/beginauth": _endpoint(page_requests.begin_second_factor),
    "sas/endauth": _endpoint(page_requests.end_second_factor),
}

#: whole path, in lower case -> endpoint that belongs to no authority
FIXED_PATHS: dict[str, Route] = {
    "/": Route(front_page, ("GET", "HEAD"), _page_error),
    "/error": _page(error_lookup),
    "/oidc/userinfo": _page(userinfo),
    "/devicelogin": _page(device.device_login),
    "/device": _page(device.device_login),
    "/common/oauth2/deviceauth": _page(device.device_login),
    "/common/oauth2/nativeclient": _page(native_client),
}

#: start of a path behind the authority whose rest is a value -> endpoint
PREFIXES: dict[str, Route] = {
    "userrealm/": _document(discovery.user_realm),
}


class OAuthService:
    """Entra ID for every tenant of a cloud."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._browsers = Browsers()
        #: what is known of a tenant beside it: who is signed in in a browser
        self.forget, self.remember = self._browsers.forget, self._browsers.remember

    def matches(self, path: str) -> bool:
        """Say whether a path, in any case, is one of Entra ID's."""
        return _find(path)[0] is not None

    def handle(self, request: HttpRequest) -> HttpResponse:
        """Answer one request; every request gets an answer of Entra ID's."""
        route, authority, rest = _find(request.path)
        if route is None:
            return HttpResponse(404, [*headers.PAGE], b"")
        request, is_readable = _unpacked(request)
        call = Call(self._cloud, self._browsers, request, authority, route.version, rest)
        exchange = noting.exchange(self._cloud, call)
        is_preflight = request.method == "OPTIONS"
        said: Exception | None = None
        refusal: Exception | None = None
        try:
            wrong = None if is_preflight else _wrong(call, route, is_readable=is_readable)
            exchange.grant_type = call.parameters.get("grant_type", "")
            kinds = OUTAGES if is_preflight or wrong is not None else frozenset[str]()
            effect = exchange.meets_fault(None, exchange.user, _owner(call), kinds=kinds)
            trouble = wrong if effect is None or effect.is_performed else ordered.trouble(call, effect)
            if effect is not None and not effect.is_performed and trouble is None:
                noting.complete(exchange, call)
                return effect.on_response(exchange.given(effect) or HttpResponse())
            if effect is not None:
                call.skew, call.consent = effect.skew, effect.consent
            if trouble is None:
                answer = _preflight(call) if is_preflight else route.handler(call)
                said = refusal = call.noted
            elif trouble is not wrong and (sent := _sent_to_application(call, route, trouble)) is not None:
                answer, said = sent, trouble
                refusal = trouble.refusal if isinstance(trouble, EntraError) else trouble
            else:
                raise trouble
        except EntraError as error:
            answer, said, refusal = route.error(call, error), error, error.refusal or error
        except Refusal as error:
            answer, said, refusal = route.error(call, error_of(error)), error, error
            if isinstance(error, Throttled):
                answer.headers.append(("Retry-After", error.header))
        if call.at_real_host:
            answer.headers.append(headers.STRICT_TRANSPORT)
        if not any(name == "x-ms-request-id" for name, _ in answer.headers):
            answer.headers.append(("x-ms-request-id", call.trace_id))
        if call.begun is not None:
            answer.headers.append(("Set-Cookie", browser_cookie(request, call.begun)))
        _note(exchange, call, answer, said, refusal)
        return answer if exchange.effect is None else exchange.effect.on_response(answer)


def _sent_to_application(call: Call, route: Route, trouble: EntraError | Refusal) -> HttpResponse | None:
    """Return what the application is told of an error that a test has ordered; None: it is told nothing.

    Only a sign-in goes back to it, and not where the service itself is away or busy.
    """
    if route.handler is not authorize.authorize or isinstance(trouble, ServiceRefused):
        return None
    return authorize.ordered(call, trouble if isinstance(trouble, EntraError) else error_of(trouble))


def _wrong(call: Call, route: Route, *, is_readable: bool) -> EntraError | None:
    """Return why a request is refused before anybody looks at what it asks for; None: it is not."""
    request = call.request
    if not is_readable:
        return EntraError(9002313)
    if request.method not in route.methods:
        return EntraError(900561, accepted=route.accepted, method=request.method)
    if len(request.query_string) > MAX_QUERY:
        return EntraError(90015)
    try:
        check_each_stands_once(request, call.parameters)
    except EntraError as error:
        return error
    return None


def _owner(call: Call) -> str:
    """Return the address of whose code or refresh token a request shows; empty where it shows none."""
    grant = call.parameters.get("refresh_token") or call.parameters.get("code", "")
    tenant = call.known_tenant or call.cloud.newest
    owner = tenant.tokens.owner(grant) if grant and tenant is not None else None
    return "" if owner is None else owner.address


def _note(
    exchange: Exchange,
    call: Call,
    answer: HttpResponse,
    said: Exception | None = None,
    refusal: Exception | None = None,
) -> None:
    """Note an exchange: what it was answered with, and why not."""
    noting.complete(exchange, call)
    exchange.answered(noting.answered(answer, said), refusal)


def _unpacked(request: HttpRequest) -> tuple[HttpRequest, bool]:
    """Return a request, its body unpacked, and True; one without a body, and False where that is broken or too large.

    Whoever sends it is not known yet.
    """
    try:
        request = finish(unpacked(request, MAX_BODY))
    except ValueError:
        return replace(request, body=b"", coding=""), False
    if request.body.count(b"&") >= MAX_PARAMETERS:
        return replace(request, body=b""), False
    return request, True


def _find(path: str) -> tuple[Route | None, str, str]:
    """Return the endpoint of a path, the authority, and what follows a prefix."""
    fixed = FIXED_PATHS.get(path.lower())
    if fixed is not None:
        return fixed, "common", ""
    _, _, below = path.partition("/")
    authority, _, rest = below.partition("/")
    # Source: msal's own default authority ends in a slash, to which it adds another (``/common//v2.0/...``).
    rest = rest.removeprefix("/")
    if not authority or not rest:
        return None, "", ""
    route = ROUTES.get(rest.lower())
    if route is not None:
        return route, authority, ""
    for prefix, candidate in PREFIXES.items():
        if rest[: len(prefix)].lower() == prefix:
            return candidate, authority, rest[len(prefix) :]
    return None, "", ""


def _preflight(call: Call) -> HttpResponse:
    """Answer what a browser asks before a script's cross-origin request (Fetch standard, CORS-preflight)."""
    origin = call.request.headers.get("Origin")
    wanted = call.request.headers.get("Access-Control-Request-Headers")
    fields = [*headers.cross_origin(origin), ("x-ms-request-id", call.trace_id)]
    if origin and wanted.isprintable():
        fields += [("Access-Control-Allow-Headers", wanted), ("Access-Control-Max-Age", "86400")]
    return HttpResponse(200, fields)
