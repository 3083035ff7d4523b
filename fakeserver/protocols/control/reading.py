"""What a call brings, as the dataclass that its operation takes: the JSON of its body, and its query."""

from dataclasses import MISSING, fields
from typing import Any, TypeVar, get_type_hints

import msgspec

from fakeserver import strict_json
from fakeserver.config.reading import read_table, shown, wanted
from fakeserver.protocols.control.problems import Problem
from fakeserver.suggestion import suggestion
from fakeserver.wire import HttpRequest, pairs

Table = TypeVar("Table")

JSON = "application/json"


def media_type(request: HttpRequest) -> str:
    """Return the type of a request's body, without parameters; empty where it names none."""
    return request.headers.get("Content-Type").partition(";")[0].strip().lower()


def read_body(kind: type[Table], request: HttpRequest) -> Table:
    """Read a JSON object; no body at all is an empty one.

    A page of another site can send forms, and JSON only where the server allows it: so the type must be JSON's.

    Raises:
        Problem: it is of another type, or in a content coding.
        ValueError: it is no JSON object, a member is unknown, missing or there twice, or a value is of another type.
    """
    if request.coding:
        raise Problem(415, f"the body's content coding is not taken: send it without Content-Encoding {request.coding}")
    given = media_type(request)
    if not request.body and given in ("", JSON):
        return read_table(kind, {}, "the body")
    if given != JSON:
        raise Problem(415, f"the body's Content-Type must be {JSON}, not {given or 'missing'}")
    content = strict_json.loads(request.body)
    if not isinstance(content, dict):
        raise ValueError(f"the body is a JSON object, not {type(content).__name__}")
    return read_table(kind, content, "the body")


def read_query(kind: type[Table], request: HttpRequest) -> Table:
    """Read the parameters of an address.

    Raises:
        ValueError: a parameter is unknown, missing or there twice, or its text is no such value.
    """
    known = {each.name: each for each in fields(kind)}  # type: ignore[arg-type]
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    for name, text in pairs(request.query_string):
        if name not in known:
            raise ValueError(f"the query: there is no parameter {name!r}{suggestion(name, known)}")
        if name in values:
            raise ValueError(f"the query: the parameter {name!r} stands twice")
        values[name] = _value(name, text, hints[name])
    for name, each in known.items():
        if name not in values and each.default is MISSING:
            raise ValueError(f"the query: the parameter {name!r} is missing")
    return kind(**values)


def _value(name: str, text: str, hint: Any) -> Any:
    try:
        return msgspec.convert(text, hint, strict=False)
    except msgspec.ValidationError:
        raise ValueError(f"the query: {name}: {wanted(hint)} is wanted, not {shown(text)}") from None
