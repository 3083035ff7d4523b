"""The body of a request: JSON, or a message as MIME in base64."""

from base64 import b64decode
from binascii import Error as Base64Error
from typing import Any, Final

from fakeserver import strict_json
from fakeserver.protocols.graph.errors import EMPTY_PAYLOAD, MISMATCH, NO_JSON, GraphError, Row
from fakeserver.wire import HttpRequest

#: Octets of a request with JSON; attachments come in base64. Assumption: the limit of the real gateway, about 4 MB.
MAX_BODY: Final = 4 * 1024 * 1024
NO_BASE64: Final = Row(400, "ErrorMimeContentInvalidBase64String", "Invalid base64 string for MIME content.")


def media_type(request: HttpRequest) -> str:
    """Return the type of a request's body, without parameters and in lower case."""
    return request.headers.get("Content-Type").partition(";")[0].strip().lower()


def read_json(request: HttpRequest, *, may_be_empty: bool = False) -> dict[str, Any]:
    """Return the object that a request has in its body.

    Raises:
        GraphError: there is none, or it is no JSON, or is not declared to be.
    """
    if not request.body.strip():
        if may_be_empty:
            return {}
        raise GraphError(EMPTY_PAYLOAD)
    kind = media_type(request)
    if kind != "application/json":
        raise GraphError(NO_JSON)
    try:
        value = strict_json.loads(request.body.removeprefix(b"\xef\xbb\xbf"))
    except ValueError as error:
        raise GraphError(NO_JSON) from error
    if value is None and may_be_empty:
        # python-o365 sends null where there is nothing to say.
        return {}
    if not isinstance(value, dict):
        raise GraphError(NO_JSON)
    return value


def members(value: dict[str, Any]) -> dict[str, Any]:
    """Return an object's members by name; annotations (``@odata.type``, ``x@odata.type``) are left out."""
    return {name: member for name, member in value.items() if "@" not in name}


def insensitive(value: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters of an action by name in lower case: SDKs write Message, the pages message."""
    return {name.lower(): member for name, member in members(value).items()}


def of_type(value: Any, kind: type, name: str) -> Any:
    """Return a value of this type.

    Raises:
        GraphError: it is of another.
    """
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise GraphError(MISMATCH, name=name)
    return value


def is_mime(request: HttpRequest) -> bool:
    """Say whether the body is a message in base64."""
    return media_type(request) == "text/plain"


def read_mime(request: HttpRequest) -> bytes:
    """Return the message that a request has in its body in base64, line breaks allowed.

    Raises:
        GraphError: it is no base64, or holds nothing.
    """
    text = b"".join(request.body.split())
    try:
        mime = b64decode(text, validate=True)
    except Base64Error as error:
        raise GraphError(NO_BASE64) from error
    if not mime:
        raise GraphError(NO_BASE64)
    return mime
