"""EWS over HTTP: authentication, and an answer to every request.

The order is the service's: the credential first (401, 403), then the envelope, then whom the caller acts for, then the
operation. From the envelope on, a request that is refused as a whole gets a SOAP fault with HTTP 500.

Sources: header dumps of Exchange Online in client issue threads; web-service-reference/how to instrument requests.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Final

from fakeserver.content_coding import BodyTooLargeError, unpacked
from fakeserver.edge.exchange import OUTAGES, Exchange
from fakeserver.protocols.ews.answers.refusals import fault_for
from fakeserver.protocols.ews.answers.streaming import EnvelopeStream
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.not_performed import NOT_PERFORMED, answer_not_performed
from fakeserver.protocols.ews.registry import performed
from fakeserver.protocols.ews.request.call import Call, no_post
from fakeserver.protocols.ews.request.cost import cost
from fakeserver.protocols.ews.request.known import KnownRequests
from fakeserver.protocols.ews.request.owners import owners
from fakeserver.protocols.ews.soap import envelope, faults
from fakeserver.protocols.ews.soap.envelope import Envelope
from fakeserver.protocols.ews.soap.faults import SoapFault
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.protocols.ews.soap.writing import with_control_characters
from fakeserver.protocols.ews.user_photos import PHOTO_PATH, known_tags, photo_answer
from fakeserver.protocols.http import front_end
from fakeserver.protocols.http.counted import until_sent
from fakeserver.protocols.http.generations import shaped
from fakeserver.steps import Steps, begun
from fakeserver.tenant.access.door import Visit, Visitor
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.exchange.orders import Orders
from fakeserver.tenant.refusals import (
    AuthenticationRefused,
    MailboxFull,
    MailboxMoved,
    MailboxNotFound,
    MailboxProtocolDisabled,
    MailboxRefused,
    PermissionRefused,
    Refusal,
    StoreRefused,
    ThrottledWithin,
)
from fakeserver.wire import HttpRequest, HttpResponse, Post, Stream

PATH: Final = "/ews/exchange.asmx"
#: The files from which toolkits make clients.
DESCRIPTION: Final = frozenset({"/ews/services.wsdl", "/ews/messages.xsd", "/ews/types.xsd"})
#: Exactly this text: some clients ignore a body of any other type.
CONTENT_TYPE: Final = "text/xml; charset=utf-8"
#: Largest request, octets. exchange-web-services/ews-throttling-in-exchange names 64 MB for Exchange Online.
MAX_BODY: Final = 64 * 1024 * 1024

#: What a test orders to be refused in response messages; all else refuses the request as a whole.
_OF_A_PART: Final = (MailboxRefused, MailboxFull, StoreRefused, ThrottledWithin)

_PAGE: Final = (
    b"<!DOCTYPE html><html><head><title>Exchange Web Services</title></head><body><h1>Exchange Web Services</h1>"
    b"<p>This is the service's address. It takes SOAP requests by POST.</p></body></html>"
)


class EwsService:
    """Answers every request for ``/EWS/Exchange.asmx`` and the description beside it, whatever the path's case."""

    def __init__(self, cloud: Cloud, post: Post = no_post) -> None:
        """Take the tenants, and what calls clients' own services."""
        self._cloud = cloud
        self._orders = Orders()
        self._known = KnownRequests()
        self._post = post

    @staticmethod
    def matches(path: str) -> bool:
        """Say whether a path is this service's."""
        return path.lower() in (PATH, PHOTO_PATH) or path.lower() in DESCRIPTION

    def handle(self, request: HttpRequest) -> HttpResponse | Steps[HttpResponse]:
        """Answer one HTTP request, at once or in steps; nothing that a client sends makes this raise."""
        request_id = self._cloud.new_guid()
        exchange = Exchange(self._cloud, Protocol.EWS.value, request.method, request=request)
        try:
            visitor = exchange.admit(
                Protocol.EWS,
                front_end.credential(request),
                user_agent=request.headers.get("User-Agent"),
                peer=request.peer,
            )
        except Refusal as refusal:
            now = self._cloud.now()
            response = _of_outage(exchange, request, request_id, now)
            if response is None:
                response = front_end.refused(refusal, request, request_id, now)
                exchange.answered(str(response.status), refusal)
            response.headers = shaped(response.headers, self._cloud.front_end.ews_headers)
            return response if exchange.effect is None else exchange.effect.on_response(response)
        return begun(visitor.tenant.lock, self._serve(request, visitor, request_id, exchange))

    def _serve(
        self, request: HttpRequest, visitor: Visitor, request_id: str, exchange: Exchange
    ) -> Steps[HttpResponse]:
        try:
            response = yield from self._respond(request, visitor, request_id, exchange)
        except BaseException:
            exchange.disconnected()
            raise
        response.headers = shaped(response.headers, visitor.tenant.policies.ews_headers)
        response = until_sent(response, exchange)
        return response if exchange.effect is None else exchange.effect.on_response(response)

    def _respond(
        self, request: HttpRequest, visitor: Visitor, request_id: str, exchange: Exchange
    ) -> Steps[HttpResponse]:
        path, status = request.path.lower(), _not_a_call(request)
        if path in DESCRIPTION or path == PHOTO_PATH or status:
            away = _of_outage(exchange, request, request_id, visitor.tenant.clock.now())
            if away is not None:
                return away
        if path in DESCRIPTION:
            exchange.answered("200" if request.method in ("GET", "HEAD") else "405")
            return _description(path, request, request_id, visitor)
        if path == PHOTO_PATH:
            return _photo(request, request_id, visitor, exchange)
        if status:
            exchange.answered(str(status))
            return _answer(status, request, request_id, visitor, b"" if request.method == "POST" else _PAGE)
        try:
            request = yield from unpacked(request, MAX_BODY)
        except ValueError as error:
            # Assumption: the status for a broken body; no recording has one.
            status = 413 if isinstance(error, BodyTooLargeError) else 400
            exchange.answered(str(status))
            return _answer(status, request, request_id, visitor, b"")
        asked = ""
        try:
            read = yield from self._known.read(request.body)
            asked = exchange.asked = exchange.operation = read.operation
            visit, not_opened = self._visit(visitor, read)
            tenant = visitor.tenant
            named = owners(read.body, tenant.mailboxes) if tenant.trouble.in_force is not None else ()
            effect = exchange.meets_fault(visit, *named)
            refused = None if effect is None else effect.refusal
            if effect is not None and not effect.is_performed and not isinstance(refused, _OF_A_PART):
                given = exchange.given(effect)
                return HttpResponse() if given is None else _given(given, request, request_id, visitor)
            exchange.begun(visitor.tenant.budgets.request_begun(visitor.name, partial(cost, read.body)))
            call = Call(
                read,
                self._cloud.door,
                visitor,
                visit,
                not_opened,
                refused,
                self._orders,
                self._post,
                known_tags=known_tags(request),
            )
            body = yield from self._perform(call)
        except (AuthenticationRefused, PermissionRefused, MailboxProtocolDisabled) as refusal:
            response = front_end.refused(refusal, request, request_id, visitor.tenant.clock.now())
            exchange.answered(str(response.status), refusal)
            return response
        except (Refusal, EwsError, Violation, SoapFault) as trouble:
            fault = yield from fault_for(trouble, request.body)
            # A violation has its sentence only in its fault.
            exchange.answered(fault.code, fault if isinstance(trouble, Violation) else trouble, status=500)
            return _soap(500, faults.render(fault), request, request_id, visitor, asked)
        codes = ", ".join([code for code, _ in call.notes]) or "NoError"
        exchange.answered("; ".join([codes, *call.remarks]), *[cause for _, cause in call.notes], status=call.status)
        if isinstance(body, EnvelopeStream):
            body.on_error = partial(exchange.answered, status=200)
        response = _soap(call.status, body, request, request_id, visitor, asked)
        response.headers += call.answer_headers
        return response

    def _perform(self, call: Call) -> Steps[bytes | Stream]:
        operation = performed().get(call.operation)
        if operation is None and call.operation in NOT_PERFORMED:
            return envelope.write(answer_not_performed(call))
        if operation is None:
            raise faults.invalid_request("name an operation of the service; docs/ews-operations.md lists them")
        steps = operation.perform(call)
        if call.visitor.tenant.policies.ews_control_characters:
            steps = with_control_characters(steps)
        state = None if (store := call.tenant.mailboxes.public_folders) is None else store.read_state
        answer = yield from (steps if state is None else state.read_by(call.reader, steps))
        return answer if isinstance(answer, EnvelopeStream) else envelope.write(answer)

    def _visit(self, visitor: Visitor, read: Envelope) -> tuple[Visit | None, MailboxRefused | None]:
        """Open the mailbox of the impersonated user, or the caller's own; or return why it cannot be opened."""
        door, wanted = self._cloud.door, read.impersonation
        if wanted is not None:
            return door.impersonate(visitor, wanted.named_by, wanted.value), None
        try:
            return door.open(visitor), None
        except (MailboxNotFound, MailboxMoved) as refusal:
            # A user without a mailbox may still have rights on others'.
            return None, refusal


def _of_outage(exchange: Exchange, request: HttpRequest, request_id: str, now: datetime) -> HttpResponse | None:
    """Return what a request that performs nothing gets while a fault of the test keeps the service away."""
    effect = exchange.meets_fault(kinds=OUTAGES)
    if effect is None or effect.is_performed:
        return None
    response = exchange.given(effect)
    if response is None:
        return HttpResponse()
    response.headers += front_end.answer_headers(request, request_id, now)
    return response


def _given(given: HttpResponse, request: HttpRequest, request_id: str, visitor: Visitor) -> HttpResponse:
    """Return an answer that a fault of the test gives, with the fields of every answer."""
    return _with_fields(_answer(given.status, request, request_id, visitor, given.body), given.headers)


def _description(path: str, request: HttpRequest, request_id: str, visitor: Visitor) -> HttpResponse:
    """Return a file of the service's description."""
    if request.method not in ("GET", "HEAD"):
        return _answer(405, request, request_id, visitor, b"")
    # Few programs ask for it.
    from fakeserver.protocols.ews.description.files import FILES

    content = FILES[path](f"{request.base_url}/EWS/Exchange.asmx")
    return _answer(200, request, request_id, visitor, content, content_type="text/xml")


def _photo(request: HttpRequest, request_id: str, visitor: Visitor, exchange: Exchange) -> HttpResponse:
    """Return the picture of a user."""
    exchange.operation = "GetUserPhoto"
    if request.method not in ("GET", "HEAD"):
        exchange.answered("405")
        return _answer(405, request, request_id, visitor, b"")
    found = photo_answer(visitor.tenant, request)
    exchange.answered(str(found.status))
    return _with_fields(_answer(found.status, request, request_id, visitor, found.body), found.headers)


def _with_fields(response: HttpResponse, fields: Iterable[tuple[str, str]]) -> HttpResponse:
    """Return an answer with other fields, which take the place of those of the same names."""
    own = list(fields)
    names = {name for name, _ in own}
    response.headers = [*(field for field in response.headers if field[0] not in names), *own]
    return response


def _not_a_call(request: HttpRequest) -> int:
    """Return the status for a request that holds no SOAP at all, 0 for one that may."""
    if request.method != "POST":
        return 200 if request.method in ("GET", "HEAD") else 405
    return 0 if front_end.has_the_type_of_soap(request) else 415


def _soap(
    status: int, body: bytes | Stream, request: HttpRequest, request_id: str, visitor: Visitor, operation: str
) -> HttpResponse:
    response = _answer(status, request, request_id, visitor, body, content_type=CONTENT_TYPE)
    if operation:
        response.headers.append(("x-EwsHandler", operation))
    return response


def _answer(
    status: int,
    request: HttpRequest,
    request_id: str,
    visitor: Visitor,
    body: bytes | Stream,
    *,
    content_type: str = "text/html; charset=utf-8",
) -> HttpResponse:
    application = visitor.application
    headers = [
        ("Content-Type", content_type),
        ("Cache-Control", "private"),
        ("X-AspNet-Version", "4.0.30319"),
        ("X-BackEndHttpStatus", f"{status},{status}"),
        ("X-BeSku", "WCS7"),
        ("X-Proxy-BackendServerStatus", str(status)),
        ("X-Proxy-RoutingCorrectness", "1"),
        ("X-RUM-NotUpdateQueriedPath", "1"),
        ("X-RUM-NotUpdateQueriedDbCopy", "1"),
        ("X-RUM-Validated", "1"),
        *front_end.answer_headers(request, request_id, visitor.tenant.clock.now()),
    ]
    if request.headers.get("X-PreferServerAffinity").lower() == "true":
        # Clients send it back as a header of that name, so that a subscription's calls reach the same server.
        cookie = f"X-BackEndOverrideCookie={front_end.BACK_END}~1943310282; path=/; secure; HttpOnly"
        headers.append(("Set-Cookie", cookie))
    if status == 405:
        # RFC 9110 section 15.5.6 demands it.
        headers.append(("Allow", "GET, HEAD, POST"))
    if application is not None:
        headers.append(("x-ms-appId", application.client_id))
    if not isinstance(body, bytes):
        on_reset = body.unread if isinstance(body, EnvelopeStream) else None
        return HttpResponse(status, headers, stream=body, on_reset=on_reset)
    return HttpResponse(status, headers, body if request.method != "HEAD" else b"", chunked=True)
