"""What an operation answers, and the header fields of every answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeAlias

import msgspec

from fakeserver.protocols.graph.errors import Row
from fakeserver.steps import PausingSteps
from fakeserver.wire import HttpRequest, HttpResponse

#: Recorded in 2025, as the next.
JSON: Final = "application/json; odata.metadata=minimal; odata.streaming=true; IEEE754Compatible=false; charset=utf-8"
_DIAGNOSTIC: Final = (
    '{"ServerInfo":{"DataCenter":"West Europe","Slice":"E","Ring":"5","ScaleUnit":"002",'
    '"RoleInstance":"AM4PEPF0001FBD6"}}'
)

encode: Final = msgspec.json.Encoder().encode


@dataclass
class Answer:
    """An answer other than 200 with JSON."""

    status: int = 200
    #: JSON's value, or octets of another type
    body: Any = field(default=None, repr=False)
    headers: list[tuple[str, str]] = field(default_factory=list, repr=False)


#: What an operation returns: JSON for 200, or an answer; or the steps that find either.
Result: TypeAlias = Mapping[str, Any] | Answer | PausingSteps[Mapping[str, Any] | Answer]

NO_CONTENT: Final = 204
ACCEPTED: Final = 202


def created(entity: Mapping[str, Any]) -> Answer:
    """Return the answer to what has made something: 201, with its entity."""
    return Answer(201, entity, _tag(entity))


def _tag(entity: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [("ETag", entity["@odata.etag"])] if "@odata.etag" in entity else []


def response_of(answer: Mapping[str, Any] | Answer) -> HttpResponse:
    """Return the response of HTTP, without the fields that all have."""
    if not isinstance(answer, Answer):
        return HttpResponse(200, [("Content-Type", JSON), *_tag(answer)], encode(answer))
    if answer.body is None:
        return HttpResponse(answer.status, list(answer.headers))
    if isinstance(answer.body, bytes):
        return HttpResponse(answer.status, list(answer.headers), answer.body)
    return HttpResponse(answer.status, [("Content-Type", JSON), *answer.headers], encode(answer.body))


def error_body(row: Row, message: str, ids: "Ids", now: datetime, *, always_inner: bool = False) -> bytes:
    """Return the body of an error.

    Args:
        always_inner: whether Exchange's errors have an ``innerError`` as well, as they had until about 2022.
    """
    error: dict[str, Any] = {"code": row.code, "message": message}
    if row.is_gateway or always_inner:
        error["innerError"] = {
            "date": now.strftime("%Y-%m-%dT%H:%M:%S"),
            "request-id": ids.request,
            "client-request-id": ids.client,
        }
    return encode({"error": error})


@dataclass(frozen=True)
class Ids:
    """What an exchange is known by on both sides: GUIDs."""

    request: str
    #: the client's own; that of the request where it sends none
    client: str

    @classmethod
    def of(cls, request: HttpRequest, request_id: str) -> "Ids":
        """Return the ids of a request.

        Only what can stand in a header field is sent back.
        """
        given = request.headers.get("client-request-id")[:200]
        named = "".join(letter for letter in given if letter.isascii() and letter.isprintable())
        return cls(request_id, named or request_id)

    def fields(self) -> list[tuple[str, str]]:
        """Return the fields of every answer.

        Left out is Strict-Transport-Security, which would stay with the name localhost.
        """
        return [
            ("Cache-Control", "private"),
            ("request-id", self.request),
            ("client-request-id", self.client),
            ("x-ms-ags-diagnostic", _DIAGNOSTIC),
        ]
