"""The journal as JSON, for programs that look at it after the test."""

import json
from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from fakeserver.redaction import redacted
from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.refusals.explanation import Explanation


def export(seen: Sequence[Exchange], secrets: Iterable[str], path: str | PathLike[str] | None) -> str:
    """Return the exchanges as a list of objects; with a path, write them there as well."""
    return written([_object(exchange) for exchange in seen], secrets, path)


def written(content: Any, secrets: Iterable[str], path: str | PathLike[str] | None) -> str:
    """Return JSON whose texts hold no secret, and write it where a path is given."""
    text = json.dumps(_clean(content, list(secrets)), ensure_ascii=False, indent=1)
    if path is not None:
        Path(path).write_bytes(f"{text}\n".encode())
    return text


def explained(why: Explanation) -> dict[str, Any]:
    """Return one reason as an object."""
    return {"name": why.name, "sentence": why.sentence} | {label.replace(" ", "_"): text for label, text in why.lines}


def _object(exchange: Exchange) -> dict[str, Any]:
    known: dict[str, Any] = {
        "by": exchange.by,
        "user": exchange.user,
        "client_id": exchange.client_id,
        "connection": exchange.connection,
        "ordered_by_the_test": exchange.ordered,
        "refusals": [explained(why) for why in exchange.refusals],
    }
    if exchange.http is not None:
        http = exchange.http
        known["http"] = {"method": http.method, "url": http.url, "status": http.status}
    return {
        "number": exchange.number,
        "at": exchange.at.isoformat(),
        "program_time": exchange.program_time,
        "protocol": exchange.protocol,
        "operation": exchange.operation,
        "asked": exchange.asked,
        "answered": exchange.answered,
    } | {name: value for name, value in known.items() if value}


def _clean(value: Any, secrets: list[str]) -> Any:
    """Return a part of the content without what may be secret, text by text: what JSON escapes would not be found."""
    if isinstance(value, str):
        return redacted(value, secrets).encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, list):
        return [_clean(part, secrets) for part in value]
    if isinstance(value, dict):
        return {name: _clean(part, secrets) for name, part in value.items()}
    return value
