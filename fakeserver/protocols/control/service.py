"""The service below ``/_fake``: its page, its health, and the API, with a problem for everything that goes wrong."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Final

from fakeserver.protocols.control import resources
from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.guard import Guard
from fakeserver.protocols.control.host import Host
from fakeserver.protocols.control.json_form import encoded
from fakeserver.protocols.control.problems import Problem, is_expected, problem_of
from fakeserver.protocols.control.reading import JSON, media_type, read_body, read_query
from fakeserver.protocols.control.routing import BODY, QUERY, Operation, Router
from fakeserver.steps import PausingSteps
from fakeserver.wire import HttpRequest, HttpResponse

ROOT: Final = "/_fake"
API: Final = f"{ROOT}/api"
HEALTH: Final = f"{ROOT}/health"

#: What every answer has: nothing is kept, and nobody guesses its type.
_HEADERS: Final = (("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"))


class ControlService:
    """Answers what is asked below ``/_fake``."""

    def __init__(self, host: Host) -> None:
        """Take the server that is controlled."""
        self._host = host
        self._guard = Guard(host)

    @staticmethod
    def matches(path: str) -> bool:
        """Say whether a path is this service's; it compares with case."""
        return path == ROOT or path.startswith(f"{ROOT}/")

    def handle(self, request: HttpRequest) -> HttpResponse | PausingSteps[HttpResponse]:
        """Answer one request, at once or in steps; what it raises is a bug."""
        try:
            self._guard.check_site(request)
            answer = self._perform(request)
        except Exception as error:
            if not is_expected(error):
                raise
            return _with_headers(problem_of(error))
        return _with_headers(answer) if isinstance(answer, HttpResponse) else answer

    def _perform(self, request: HttpRequest) -> HttpResponse | PausingSteps[HttpResponse]:
        path = request.path
        if path == HEALTH:
            from fakeserver.protocols.control.health import health

            return health(self._host, request)
        if path != API and not path.startswith(f"{API}/"):
            from fakeserver.protocols.control.inspector.pages import answer

            return answer(request)
        self._guard.check_key(request)
        operation, values = self._router.find(request.method, path.removeprefix(API))
        call = Call(self._host, request, values, request.base_url)
        with _told(call):
            result = operation.perform(call, **_arguments(operation, request))
        if isinstance(result, Generator):
            return _finished(call, operation, result)
        return _answered(operation, result)

    @cached_property
    def _router(self) -> Router:
        return Router(resources.operations())


def _arguments(operation: Operation, request: HttpRequest) -> dict[str, Any]:
    """Read what an operation takes beside the call."""
    arguments: dict[str, Any] = {}
    query, body = operation.kind_of(QUERY), operation.kind_of(BODY)
    if query is not None:
        arguments[QUERY] = read_query(query, request)
    elif request.query_string:
        raise ValueError(f"{operation.method} {operation.path} takes no query")
    if body is bytes:
        given = media_type(request)
        if operation.takes and given not in operation.takes:
            wanted = " or ".join(operation.takes)
            raise Problem(415, f"the body's Content-Type must be {wanted}, not {given or 'missing'}")
        arguments[BODY] = request.body
    elif body is not None:
        arguments[BODY] = read_body(body, request)
    elif request.body:
        raise ValueError(f"{operation.method} {operation.path} takes no body")
    return arguments


@contextmanager
def _told(call: Call) -> Iterator[None]:
    """Tell whoever keeps the tenants, once something may have been changed: no journal notes it."""
    try:
        yield
    finally:
        if call.request.method not in ("GET", "HEAD"):
            call.cloud.changed()


def _finished(call: Call, operation: Operation, steps: PausingSteps[Any]) -> PausingSteps[HttpResponse]:
    """Take the steps of an operation, and return its answer or the problem that it has met."""
    try:
        with _told(call):
            result = yield from steps
        return _with_headers(_answered(operation, result))
    except Exception as error:
        if not is_expected(error):
            raise
        return _with_headers(problem_of(error))


def _answered(operation: Operation, result: Any) -> HttpResponse:
    if isinstance(result, HttpResponse):
        return result
    if result is None:
        return HttpResponse(204)
    return HttpResponse(operation.status, [("Content-Type", JSON)], encoded(result))


def _with_headers(response: HttpResponse) -> HttpResponse:
    named = {name for name, _ in response.headers}
    response.headers = [*response.headers, *(field for field in _HEADERS if field[0] not in named)]
    return response
