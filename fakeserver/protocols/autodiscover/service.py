"""The Autodiscover service: which path has which format, and who may ask.

POX and SOAP ask for a token like EWS does; version 2 needs none. A caller gets settings of its own tenant only.
"""

from collections.abc import Callable
from datetime import datetime

from fakeserver.content_coding import BodyTooLargeError, unpacked
from fakeserver.edge.exchange import NO_ANSWER, OUTAGES, Exchange
from fakeserver.protocols.autodiscover import accounts, pox, soap, urls, version2
from fakeserver.protocols.http import front_end
from fakeserver.protocols.http.generations import shaped
from fakeserver.steps import finish
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.visit import Visitor
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.refusals import Refusal
from fakeserver.wire import HttpRequest, HttpResponse

#: Octets of a request; it is answered in one go. Assumption: the limit of the real service's framework (WCF) where
#: nobody has set another.
MAX_BODY = 64 * 1024
#: GET has no body, and gets the error of an invalid request. Assumption: what other methods get is not known.
_POX_METHODS = ("GET", "HEAD", "POST")
#: most characters of a request's addresses that the journal keeps
_NOTED = 200
#: an answer, what the journal says of it, and why it has no settings
Outcome = tuple[HttpResponse, str, Refusal | None]
#: of the server that does nothing but send plain requests on
REDIRECT = 302
XML = ("Content-Type", "text/xml; charset=utf-8")


class AutodiscoverService:
    """Answers everything under ``/autodiscover/``, whatever the case of the path.

    Args:
        cloud: the tenants to answer for.
        new_id: makes the GUID of ``request-id``; the cloud's by default.
    """

    def __init__(self, cloud: Cloud, new_id: Callable[[], str] | None = None) -> None:
        self._cloud = cloud
        self._new_id = new_id or cloud.new_guid

    def handle(self, request: HttpRequest) -> HttpResponse:
        """Answer one request; never raises a refusal."""
        exchange = Exchange(
            self._cloud, Protocol.AUTODISCOVER.value, f"{request.method} {request.path[:_NOTED]}", request=request
        )
        response, answered, why_not = self._answer(request, self._new_id(), exchange)
        switches = self._cloud.front_end if exchange.tenant is None else exchange.tenant.policies
        if response.status != REDIRECT:
            response.headers = shaped(response.headers, switches.ews_headers)
        exchange.answered(answered, why_not, status=response.status)
        return response if exchange.effect is None else exchange.effect.on_response(response)

    def _answer(self, request: HttpRequest, request_id: str, exchange: Exchange) -> Outcome:
        path = request.path.lower()
        now = self._cloud.now()
        common = _common(request, request_id, now)
        if f"{path}/".startswith("/autodiscover/autodiscover.json/"):
            exchange.operation = "autodiscover.json"
            kept = _kept_by_fault(exchange, request, request_id, now, version2.asked_about(request))
            if kept is not None:
                return kept
            response = version2.answer(request)
            response.headers += [("Cache-Control", "private"), *common]
            return response, str(response.status), None
        dialect = {"/autodiscover/autodiscover.xml": self._pox, "/autodiscover/autodiscover.svc": self._soap}.get(path)
        if dialect is None:
            return HttpResponse(404, common), "404", None
        exchange.operation = path.rpartition("/")[2]
        elsewhere = urls.redirect_of_plain_http(request.base_url, path)
        if elsewhere is not None:
            # Before any question about a token: clients send this request without one.
            fields = _of_the_redirect(elsewhere, request_id, self._new_id())
            return HttpResponse(REDIRECT, fields), f"302 to {elsewhere}", None
        try:
            visitor = exchange.admit(
                Protocol.AUTODISCOVER,
                front_end.credential(request),
                user_agent=request.headers.get("User-Agent"),
                peer=request.peer,
            )
        except Refusal as refusal:
            away = _kept_by_fault(exchange, request, request_id, now, kinds=OUTAGES)
            if away is not None:
                return away
            response = front_end.refused(refusal, request, request_id, now)
            return response, str(response.status), refusal
        kept = _kept_by_fault(exchange, request, request_id, now)
        if kept is not None:
            return kept
        try:
            request = finish(unpacked(request, MAX_BODY))
        except BodyTooLargeError:
            return HttpResponse(413, common), "413", None
        except ValueError:
            return HttpResponse(400, common), "400", None
        with visitor.tenant.lock:
            response, answered, why_not = dialect(request, visitor)
        response.headers += [
            ("Cache-Control", "private"),
            ("X-AspNet-Version", "4.0.30319"),
            ("X-BackEndHttpStatus", str(response.status)),
            ("X-Proxy-BackendServerStatus", str(response.status)),
            ("X-Proxy-RoutingCorrectness", "1"),
            ("X-RUM-Validated", "1"),
            *common,
        ]
        return response, answered, why_not

    def _pox(self, request: HttpRequest, visitor: Visitor) -> Outcome:
        if request.method not in _POX_METHODS:
            return HttpResponse(405, [("Allow", ", ".join(_POX_METHODS))]), "405", None
        tenant, refusal = visitor.tenant, None
        try:
            address = pox.requested_address(request.body)
            found = accounts.find(tenant, address)
            if found is None:
                refusal = accounts.why_not(tenant, address)
                raise pox.PoxError(pox.ADDRESS_NOT_FOUND)
        except pox.PoxError as problem:
            body = pox.error(problem.row, tenant.clock.now())
            return HttpResponse(200, [XML], body), f"error {problem.row[0]}", refusal
        if isinstance(found, accounts.Redirect):
            moved = accounts.why_not(tenant, address)
            return HttpResponse(200, [XML], pox.redirect(found)), f"redirectAddr {found.address}", moved
        user = visitor.user
        others = accounts.opened_for(tenant, user) if user is not None and user.address == found.address else []
        body = pox.settings(found, request.base_url, others)
        return HttpResponse(200, [XML], body), f"settings of {found.address}", None

    def _soap(self, request: HttpRequest, visitor: Visitor) -> Outcome:
        if not front_end.has_the_type_of_soap(request):
            return HttpResponse(415), "415", None
        try:
            requested = soap.read(request.body)
        except soap.SoapRequestError:
            return HttpResponse(400), "400", None
        except soap.FaultError as problem:
            return HttpResponse(500, [XML], soap.fault(problem)), problem.name, None
        if requested.problem:
            return HttpResponse(200, [XML], soap.user_settings(requested, [], request.base_url)), "InvalidRequest", None
        tenant = visitor.tenant
        found = [accounts.find(tenant, address) for address in requested.addresses]
        reasons = (
            accounts.why_not(tenant, address)
            for address, account in zip(requested.addresses, found, strict=True)
            if not isinstance(account, accounts.Account)
        )
        body = soap.user_settings(requested, found, request.base_url)
        answered = f"settings of {', '.join(requested.addresses)[:_NOTED]}"
        return HttpResponse(200, [XML], body), answered, next(reasons, None)


def _kept_by_fault(
    exchange: Exchange,
    request: HttpRequest,
    request_id: str,
    now: datetime,
    address: str = "",
    *,
    kinds: frozenset[str] = frozenset(),
) -> Outcome | None:
    """Return the outcome where a fault of the test keeps a request from being answered; None where none does.

    Args:
        address: whom it is about, where nobody has signed in.
        kinds: only these; none: all.
    """
    effect = exchange.meets_fault(None, address, kinds=kinds)
    if effect is None or effect.is_performed:
        return None
    if effect.response is not None:
        response = effect.response
        response.headers += _common(request, request_id, now)
    elif effect.refusal is not None:
        response = front_end.busy(effect.refusal, request, request_id, now)
    else:
        return HttpResponse(), NO_ANSWER, None
    return response, str(response.status), effect.refusal


def _common(request: HttpRequest, request_id: str, now: datetime) -> list[tuple[str, str]]:
    """Return the fields of every answer: the front ends', without their cookie, which recorded answers do not set."""
    fields = front_end.answer_headers(request, request_id, now)
    return [field for field in fields if field[0] != "Set-Cookie"]


def _of_the_redirect(location: str, request_id: str, inner_id: str) -> list[tuple[str, str]]:
    """Return the fields of the answer that sends a plain request on, as it was recorded in 2020.

    Assumption: it has them still.
    """
    return [
        ("Cache-Control", "no-cache"),
        ("Pragma", "no-cache"),
        ("Location", location),
        ("Server", "Microsoft-IIS/10.0"),
        ("request-id", request_id),
        # One field per hop.
        ("X-FEServer", front_end.FRONT_END),
        ("X-FEServer", front_end.FRONT_END),
        ("X-RequestId", inner_id),
        ("X-Powered-By", "ASP.NET"),
    ]
