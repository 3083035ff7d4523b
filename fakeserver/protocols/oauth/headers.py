"""The header fields of Entra ID's answers, made once; a request adds only its own ids.

Source: recorded HTTP sessions in github Azure/azure-sdk-for-js `sdk/identity/identity/recordings/` (2021-2023).
"""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from fakeserver.wire import HttpResponse

#: Sent under Microsoft's own names alone: a browser that obeys it refuses http on every port of the host, and of
#: localhost that is where programs under test wait for their answers.
STRICT_TRANSPORT = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
_COMMON: list[tuple[str, str]] = [
    ("X-Content-Type-Options", "nosniff"),
    ("X-XSS-Protection", "0"),
    ("P3P", 'CP="DSP CUR OTPi IND OTRi ONL FIN"'),
    ("x-ms-ests-server", "2.1.16042.2 - WUS2 ProdSlices"),
]
#: Routing cookies of the gateway; the first is a browser fingerprint, opaque to everybody.
_COOKIES: list[tuple[str, str]] = [
    ("Set-Cookie", f"fpc={uuid4().hex[:22]}; path=/; secure; HttpOnly; SameSite=None"),
    ("Set-Cookie", "x-ms-gateway-slice=estsfd; path=/; secure; samesite=none; httponly"),
    ("Set-Cookie", "stsservicecookie=estsfd; path=/; secure; samesite=none; httponly"),
]
#: Documents alone set a fourth one, second in the row.
_DOCUMENT_COOKIES = [
    _COOKIES[0],
    ("Set-Cookie", f"esctx={uuid4().hex * 4}; path=/; secure; HttpOnly; SameSite=None"),
    *_COOKIES[1:],
]
_JSON = ("Content-Type", "application/json; charset=utf-8")

TOKEN = [
    ("Cache-Control", "no-store, no-cache"),
    ("Pragma", "no-cache"),
    _JSON,
    ("Expires", "-1"),
    *_COMMON,
    *_COOKIES,
]
DOCUMENT = [
    ("Cache-Control", "max-age=86400, private"),
    _JSON,
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "GET, OPTIONS"),
    *_COMMON,
    *_DOCUMENT_COOKIES,
]
#: Errors of the document endpoints: recorded for an unknown tenant.
DOCUMENT_ERROR = [("Cache-Control", "private"), *DOCUMENT[1:]]
PAGE = [
    ("Cache-Control", "no-store, no-cache"),
    ("Pragma", "no-cache"),
    ("Content-Type", "text/html; charset=utf-8"),
    ("Expires", "-1"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    *_COMMON,
    *_COOKIES,
]
REDIRECT = [("Cache-Control", "no-store, no-cache"), ("Pragma", "no-cache"), ("Expires", "-1"), *_COMMON, *_COOKIES]


def json_text(content: dict[str, Any]) -> bytes:
    """Return JSON as the real service writes it: members in their order, no blanks between them."""
    return json.dumps(content, separators=(",", ":")).encode()


def document(trace_id: str, content: dict[str, Any]) -> HttpResponse:
    """Return a JSON document that clients may keep for a day."""
    return HttpResponse(200, [*DOCUMENT, ("x-ms-request-id", trace_id)], json_text(content))


def cross_origin(origin: str) -> list[tuple[str, str]]:
    """Return the fields that let a single-page app read the token endpoint's answer."""
    if not origin or not origin.isprintable():
        return []
    return [
        ("Access-Control-Allow-Origin", origin),
        ("Access-Control-Allow-Methods", "POST, OPTIONS"),
        ("Access-Control-Expose-Headers", "x-ms-request-id,x-ms-srs,x-ms-clitelem"),
        ("Vary", "Origin"),
    ]
