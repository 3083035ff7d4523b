"""The exchanges over HTTP as an HTTP Archive (HAR 1.2), which browsers' developer tools and many others open.

What may hold a secret is left out: header fields, bodies, queries but for the parameters that the journal shows. The
explanation of a refusal is the entry's comment.

Source: w3c.github.io/web-performance/specs/HAR/Overview.html
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from http.client import responses
from importlib.metadata import PackageNotFoundError, version
from os import PathLike
from typing import Any
from urllib.parse import urlencode

from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.journal.facts import Http
from fakeserver.tenant.journal.json_export import written

_LEFT_OUT = "left out: it may hold secrets"
#: the endpoints of Entra ID that answer in JSON; the others show pages
_JSON = frozenset({"token", "devicecode", "keys", "openid-configuration", "instance", "userinfo", "userrealm"})


def export(seen: Sequence[Exchange], secrets: Iterable[str], path: str | PathLike[str] | None) -> str:
    """Return the archive; with a path, write it there as well."""
    entries = [_entry(exchange, exchange.http) for exchange in seen if exchange.http is not None]
    creator = {"name": "pytest-m365", "version": _version()}
    return written({"log": {"version": "1.2", "creator": creator, "entries": entries}}, secrets, path)


def _entry(exchange: Exchange, http: Http) -> dict[str, Any]:
    began = exchange.at - timedelta(seconds=http.seconds)
    milliseconds = round(http.seconds * 1000, 3)
    return {
        "startedDateTime": began.isoformat(timespec="milliseconds"),
        "time": milliseconds,
        "request": _request(http),
        "response": _response(exchange, http),
        "cache": {},
        "connection": str(exchange.connection),
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        "comment": "\n".join([exchange.line, *map(str, exchange.refusals)]),
        "_protocol": exchange.protocol,
        "_operation": exchange.operation,
    }


def _request(http: Http) -> dict[str, Any]:
    parameters = [{"name": name, "value": value} for name, value in http.parameters]
    has_query = http.method in ("GET", "HEAD") and http.parameters
    request = {
        "method": http.method,
        "url": f"{http.url}?{urlencode(http.parameters)}" if has_query else http.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [],
        "queryString": parameters if has_query else [],
        "headersSize": -1,
        "bodySize": http.request_size,
        "comment": f"header fields and body {_LEFT_OUT}",
    }
    if parameters and not has_query:
        kind = "application/x-www-form-urlencoded"
        request["postData"] = {
            "mimeType": kind,
            "params": parameters,
            "text": "",
            "comment": f"the rest is {_LEFT_OUT}",
        }
    return request


def _response(exchange: Exchange, http: Http) -> dict[str, Any]:
    return {
        "status": http.status,
        "statusText": responses.get(http.status, ""),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [],
        "content": {"size": 0, "mimeType": _media_type(exchange), "comment": _LEFT_OUT},
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": -1,
        "comment": exchange.answered,
    }


def _media_type(exchange: Exchange) -> str:
    """Return what an answer is by its nature; browsers write ``x-unknown`` where they do not know it."""
    if exchange.operation in _JSON or exchange.operation.endswith(".json"):
        return "application/json"
    if exchange.protocol in ("EWS", "Autodiscover"):
        return "text/xml"
    return "text/html" if exchange.protocol == "OAuth" else "x-unknown"


def _version() -> str:
    try:
        return version("pytest-m365")
    except PackageNotFoundError:
        return "unknown"
