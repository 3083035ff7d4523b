"""Several requests in one: ``$batch``.

Sources: learn.microsoft.com/graph/json-batching; recorded batches for the fields of each answer. Assumption: how a
request is refused whose form is wrong; that requests are answered in order, those that wait for others behind them.
"""

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.body import of_type
from fakeserver.protocols.graph.call import VERSION, Call
from fakeserver.protocols.graph.errors import ASSUMED, MISMATCH, GraphError, Row
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.values.reading import listed
from fakeserver.protocols.graph.writing.parameters import parameters, required
from fakeserver.steps import PausingSteps
from fakeserver.wire import Headers, HttpRequest, HttpResponse

_MOST: Final = 20
_METHODS: Final = frozenset({"GET", "POST", "PATCH", "PUT", "DELETE"})
TOO_MANY: Final = Row(400, "BadRequest", "Number of batch request steps exceeds the maximum value of 20.", ASSUMED)
INVALID: Final = Row(400, "BadRequest", "Invalid batch payload format.", ASSUMED)
TWICE: Final = Row(400, "BadRequest", "Request Id has duplicates: '{id}'.", ASSUMED)
UNKNOWN_DEPENDENCY: Final = Row(
    400, "BadRequest", "The request '{id}' depends on '{on}', which is not before it.", ASSUMED
)
FAILED_DEPENDENCY: Final = 424
#: Of one request.
_MEMBERS: Final = frozenset({"id", "method", "url", "headers", "body", "dependsOn"})
_SHOWN: Final = ("Content-Type", "Cache-Control", "Location", "Retry-After", "Preference-Applied", "ETag")


@dataclass(frozen=True)
class Part:
    """One of the requests."""

    id: str
    request: HttpRequest
    depends_on: tuple[str, ...]


@operation("POST", "$batch")
def batch(call: Call) -> Result:
    """Answer up to 20 requests, each as if it had come by itself; how one fares is no matter to the others."""
    given = of_type(required(parameters(call.request, "$batch", "requests"), "requests"), list, "requests")
    if len(given) > _MOST:
        raise GraphError(TOO_MANY)
    parts = list(_parts(call, given))
    return _answered(call, parts)


def _answered(call: Call, parts: list[Part]) -> PausingSteps[dict[str, Any]]:
    answers: list[dict[str, Any]] = []
    failed: set[str] = set()
    for part in parts:
        if failed.intersection(part.depends_on):
            response = HttpResponse(FAILED_DEPENDENCY, [("Content-Type", "application/json")], _FAILED)
        else:
            response = yield from call.perform_part(part.request)
        if response.status >= 400:
            failed.add(part.id)
        answers.append({"id": part.id, **_shown(response)})
    return {"responses": answers}


_FAILED: Final = json.dumps(
    {"error": {"code": "FailedDependency", "message": "A request that this one depends on has failed."}}
).encode()


def _shown(response: HttpResponse) -> dict[str, Any]:
    fields = {name: value for name, value in response.headers if name in _SHOWN}
    kind = fields.get("Content-Type", "")
    body: Any = None
    if response.body:
        body = json.loads(response.body) if kind.startswith("application/json") else b64encode(response.body).decode()
    return {"status": response.status, "headers": fields, "body": body}


def _parts(call: Call, given: list[Any]) -> Iterator[Part]:
    seen: set[str] = set()
    for each in given:
        if not isinstance(each, dict) or not isinstance(each.get("id"), str) or not each["id"]:
            raise GraphError(INVALID)
        if not _MEMBERS.issuperset(each):
            raise GraphError(INVALID)
        named = each["id"]
        if named in seen:
            raise GraphError(TWICE, id=named[:50])
        depends_on = tuple(listed(each.get("dependsOn"), "dependsOn", lambda one, name: str(of_type(one, str, name))))
        for one in depends_on:
            if one not in seen:
                raise GraphError(UNKNOWN_DEPENDENCY, id=named[:50], on=one[:50])
        seen.add(named)
        yield Part(named, _request(call, each), depends_on)


def _request(call: Call, given: dict[str, Any]) -> HttpRequest:
    method, url = given.get("method"), given.get("url")
    if not isinstance(method, str) or method.upper() not in _METHODS or not isinstance(url, str) or not url:
        raise GraphError(INVALID)
    path, _, query = url.partition("?")
    path = f"/{VERSION}/{path.lstrip('/')}"
    if path.lower().startswith(f"/{VERSION}/$batch"):
        raise GraphError(INVALID)
    headers = {} if given.get("headers") is None else of_type(given["headers"], dict, "headers")
    fields = [
        (name, str(of_type(value, str, name))) for name, value in headers.items() if name.lower() != "authorization"
    ]
    body = given.get("body")
    octets = b"" if body is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    if octets and not any(name.lower() == "content-type" for name, _ in fields):
        raise GraphError(MISMATCH, name="headers")
    return replace(
        call.request,
        method=method.upper(),
        path=path,
        raw_path=path,
        query_string=query,
        headers=Headers(fields),
        body=octets,
        coding="",
    )
