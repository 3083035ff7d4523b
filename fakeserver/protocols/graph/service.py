"""Microsoft Graph over HTTP: who asks, which operation that is, and an answer to every request.

The order is the service's, as far as it is known: the token first (401), then the path (400), then the permission (403)
and the mailbox (404), then what is asked of it.
"""

from collections.abc import Callable, Generator, Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import unquote

from fakeserver.content_coding import BodyTooLargeError, unpacked
from fakeserver.edge.exchange import OUTAGES, Exchange
from fakeserver.edge.faults.effect import Effect
from fakeserver.protocols.graph.address import segments_of, shortened
from fakeserver.protocols.graph.answers import Answer, Ids, response_of
from fakeserver.protocols.graph.body import MAX_BODY
from fakeserver.protocols.graph.call import VERSION, Call
from fakeserver.protocols.graph.errors import DEFAULT_FOLDER_NOT_FOUND, NO_JSON, OUTAGE, SEGMENT, TOO_LARGE, GraphError
from fakeserver.protocols.graph.errors import VERSION as INVALID_VERSION
from fakeserver.protocols.graph.failures import failure, said
from fakeserver.protocols.graph.folder_names import missing_folder
from fakeserver.protocols.graph.prefer import preferences
from fakeserver.protocols.graph.query import Query
from fakeserver.protocols.graph.registry import Operation, find
from fakeserver.protocols.graph.users import named_user
from fakeserver.protocols.graph.writing.parameters import parameters
from fakeserver.protocols.http.counted import until_sent
from fakeserver.protocols.http.front_end import credential
from fakeserver.steps import PausingSteps, Steps, begun
from fakeserver.tenant.access.credentials import BearerToken
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.visit import Visit, Visitor
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.exchange.all_mail import AllMail
from fakeserver.tenant.exchange.orders import Orders
from fakeserver.tenant.refusals import MailboxAccessDenied, Refusal
from fakeserver.wire import HttpRequest, HttpResponse, Post

_LONGEST_NOTED: Final = 200
_USERS: Final = "users"
#: of a token of delta that is too old
GONE: Final = 410


class GraphService:
    """Answers every request below ``/v1.0``.

    Args:
        cloud: the tenants.
        post: calls clients' own services.
    """

    def __init__(self, cloud: Cloud, post: Post) -> None:
        self._cloud = cloud
        self._post = post
        self._orders = Orders()
        self._all_mail = AllMail()

    @staticmethod
    def matches(path: str) -> bool:
        """Say whether a path is this service's; ``beta`` is refused by it."""
        return path.lower().lstrip("/").partition("/")[0] in (VERSION, "beta")

    def handle(self, request: HttpRequest) -> HttpResponse | PausingSteps[HttpResponse]:
        """Answer one HTTP request, at once or in steps; nothing that a client sends makes this raise."""
        ids = Ids.of(request, self._cloud.new_guid())
        exchange = Exchange(
            self._cloud, Protocol.GRAPH.value, f"{request.method} {request.path[:_LONGEST_NOTED]}", request=request
        )
        try:
            visitor = exchange.admit(
                Protocol.GRAPH,
                _bearer(request),
                user_agent=request.headers.get("User-Agent"),
                peer=request.peer,
            )
        except Refusal as refusal:
            response = self._away(exchange, ids)
            if response is None:
                response = failure(refusal, self._cloud, None, ids)
                exchange.answered(str(response.status), refusal)
            response.headers += ids.fields()
            return response if exchange.effect is None else exchange.effect.on_response(response)
        return begun(visitor.tenant.lock, self._whole(request, visitor, exchange, ids))

    def _away(self, exchange: Exchange, ids: Ids) -> HttpResponse | None:
        """Return what everybody gets while a fault of the test keeps the service away; None: it does not."""
        effect = exchange.meets_fault(kinds=OUTAGES)
        if effect is None or effect.is_performed:
            return None
        try:
            return _of_fault(exchange, effect)
        except (Refusal, GraphError) as trouble:
            response = failure(trouble, self._cloud, None, ids)
            exchange.answered(str(response.status), trouble)
            return response

    def _whole(
        self, request: HttpRequest, visitor: Visitor, exchange: Exchange, ids: Ids
    ) -> PausingSteps[HttpResponse]:
        try:
            response = yield from self._respond(request, visitor, exchange, ids)
        except BaseException:
            exchange.disconnected()
            raise
        response.headers += ids.fields()
        response = until_sent(response, exchange)
        return response if exchange.effect is None else exchange.effect.on_response(response)

    def _part(self, visitor: Visitor, request: HttpRequest) -> PausingSteps[HttpResponse]:
        """Answer one request of a batch: as the caller of the batch, and noted by itself."""
        ids = Ids.of(request, self._cloud.new_guid())
        asked = f"{request.method} {request.path[:_LONGEST_NOTED]} in $batch"
        exchange = Exchange(self._cloud, Protocol.GRAPH.value, asked, request=request)
        try:
            again = exchange.admit(Protocol.GRAPH, visitor.credential, user_agent=visitor.user_agent, peer=request.peer)
        except Refusal as refusal:
            response = failure(refusal, self._cloud, visitor.tenant, ids)
            exchange.answered(str(response.status), refusal)
            return response
        try:
            response = yield from self._respond(request, again, exchange, ids)
        finally:
            exchange.disconnected()
        response.headers += ids.fields()
        return response if exchange.effect is None else exchange.effect.on_response(response)

    def _respond(
        self, request: HttpRequest, visitor: Visitor, exchange: Exchange, ids: Ids
    ) -> PausingSteps[HttpResponse]:
        call: Call | None = None
        try:
            operation, values, through = _found(request)
            exchange.operation = operation.name
            request = yield from _unpacked(request)
            if request.method == "POST" and not operation.takes_body:
                parameters(request, operation.path.rpartition("/")[2], may_be_empty=True)
            visitor.needs = operation.needs
            visit = self._open(visitor, operation, values, exchange)
            query = Query(request.query_string, operation.query)
            prefer = preferences(request)
            call = Call(
                self._cloud,
                exchange,
                request,
                visitor,
                operation,
                values,
                query,
                prefer,
                self._post,
                partial(self._part, visitor),
                self._orders,
                self._all_mail,
                opened=visit,
                through=through,
            )
            for name in query.ignored:
                call.remark(f"the parameter {name!r} means nothing to {operation.name}")
            effect = exchange.meets_fault(visit)
            if effect is not None and not effect.is_performed:
                return _of_fault(exchange, effect)
            exchange.begun(_counted(visitor, visit, len(request.body)))
            result: Any = operation.perform(call)
            answer = (yield from result) if isinstance(result, Generator) else result
        except (Refusal, GraphError) as trouble:
            response = failure(trouble, self._cloud, visitor.tenant, ids)
            code = trouble.row.code if isinstance(trouble, GraphError) else said(trouble, visitor.tenant.policies).code
            if response.status == GONE:
                # learn.microsoft.com/graph/delta-query-overview: where to begin anew.
                response.headers.append(("Location", f"{request.base_url}{request.raw_path}?$deltatoken="))
            exchange.answered(f"{response.status} {code}", trouble, status=response.status)
            return response
        return _answered(answer, call, exchange)

    def _open(self, visitor: Visitor, operation: Operation, values: dict[str, str], exchange: Exchange) -> Visit | None:
        """Open the mailbox that the path names."""
        if "user" not in values or operation.needs is None:
            return None
        user = named_user(visitor, values["user"])
        values["user"] = user.object_id
        try:
            return self._cloud.door.open(visitor, user.address)
        except MailboxAccessDenied as refusal:
            missing = missing_folder(operation.path, values)
            if missing is None:
                raise
            raise GraphError(DEFAULT_FOLDER_NOT_FOUND, name=missing) from refusal


def _bearer(request: HttpRequest) -> BearerToken | None:
    """Return the token that is shown; any other scheme counts as none. Assumption: an empty one does as well."""
    shown = credential(request)
    return shown if isinstance(shown, BearerToken) and shown.token else None


def _found(request: HttpRequest) -> tuple[Operation, dict[str, str], tuple[str, ...]]:
    """Return the operation that is asked for, the keys in its path, and the folders that this leads through.

    Among the keys, ``user`` is "me" or what stands for it.
    """
    version, _, path = (request.raw_path or request.path).lstrip("/").partition("/")
    if version.lower() != VERSION:
        raise GraphError(INVALID_VERSION, version=unquote(version)[:50])
    try:
        segments = segments_of(path)
    except UnicodeDecodeError as error:
        raise GraphError(SEGMENT, segment=path[:100]) from error
    head = segments[0].lower()
    user: str | None = None
    if head == "me":
        user, segments = "me", segments[1:]
    elif head == _USERS and len(segments) > 1 and segments[1].lower() not in ("$count", "delta"):
        user, segments = segments[1], segments[2:]
    if user is None:
        return *find(request.method, segments), ()
    segments, through = shortened(segments)
    operation, values = find(request.method, ["me", *segments])
    return operation, {**values, "user": user}, tuple(through)


def _unpacked(request: HttpRequest) -> Steps[HttpRequest]:
    """Return a request with its body unpacked."""
    try:
        return (yield from unpacked(request, MAX_BODY))
    except BodyTooLargeError as error:
        raise GraphError(TOO_LARGE) from error
    except ValueError as error:
        raise GraphError(NO_JSON) from error


def _counted(visitor: Visitor, visit: Visit | None, octets: int) -> Callable[[], None] | None:
    """Count a request where there is a limit: each application has one in each mailbox."""
    if visit is None:
        return None
    client_id = "" if visitor.application is None else visitor.application.client_id
    return visit.tenant.budgets.graph_request_begun(f"{client_id} {visit.mailbox.address}", octets)


def _of_fault(exchange: Exchange, effect: Effect) -> HttpResponse:
    """Return what a request gets that is not performed, by order of a test.

    Raises:
        Refusal, GraphError: there are words for it.
    """
    if effect.response is None and effect.refusal is not None and effect.code in OUTAGE:
        raise GraphError(OUTAGE[effect.code]) from effect.refusal
    return exchange.given(effect) or HttpResponse()


def _answered(answer: Mapping[str, Any] | Answer, call: Call, exchange: Exchange) -> HttpResponse:
    response = response_of(answer)
    if call.applied:
        applied = [call.prefer.spelt[name] for name in call.applied]
        response.headers.append(("Preference-Applied", ", ".join(applied)))
    exchange.answered("; ".join([str(response.status), *call.remarks]), status=response.status)
    return response
