"""Everything that an answer with a code says, compared: status, error names, text with its values, ids, claims."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests

from tests.entra.aadsts.client import Entra, Person

GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
#: how texts of the table write what differs each time
PATTERNS = {
    "moment": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z",
    "guid": GUID,
    "thumbprint": r"[0-9A-F]*",
}


def check(
    entra: Entra, answer: requests.Response | Person, code: int, status: int, error: str, suberror: str, text: str
) -> Any:
    """Compare an answer with a row of the table; return the claims that it carries, if any."""
    if isinstance(answer, Person):
        answer = answer.page
    expected = f"AADSTS{code}: " + _pattern(text, entra)
    if "Location" in answer.headers:
        parameters = _redirected(answer)
        assert (status, parameters["error"]) == (302, error), parameters
        _check_text(expected, parameters["error_description"])
        return json.loads(parameters["claims"]) if "claims" in parameters else None
    assert answer.status_code == status, answer.text
    if answer.headers["Content-Type"].startswith("text/html"):
        assert (error, suberror) == ("", ""), "a person reads it, and the application never hears"
        assert re.search(expected, unescape(answer.text)), answer.text
        # At /common and /consumers no tenant is asked.
        named = urlsplit(answer.url).path.split("/")[1] == entra.tenant.tenant_id
        journal = entra.tenant.journal if named else entra.target.server.cloud.journal
        assert journal.refusals[-1].answered.startswith(f"{status} AADSTS{code}: ")
        return None
    return _check_json(answer, expected, code, error, suberror)


#: seen in answers that have no `error_uri`
WITHOUT_URI = (54005, 70043, 7000012, 7000014)


def _pattern(text: str, entra: Entra) -> str:
    """Return a regular expression for a text of the table, its names filled with what is known here."""
    known = {
        "tenant_id": entra.tenant.tenant_id,
        "domain": entra.tenant.domain,
        "organization": entra.tenant.organization.name,
        "alice": entra.alice.upn,
        "public": entra.public.client_id,
        "daemon": entra.confidential.client_id,
        "object_id": entra.alice.object_id,
    } | {app.name.replace(" ", ""): app.client_id for app in entra.tenant.apps}

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        return PATTERNS[name] if name in PATTERNS else re.escape(known[name])

    parts = re.split(r"(\{\w+\})", text)
    return "".join(re.sub(r"\{(\w+)\}", fill, part) if part.startswith("{") else re.escape(part) for part in parts)


def _check_text(expected: str, said: str) -> re.Match[str]:
    ids = rf" Trace ID: (?P<trace>{GUID}) Correlation ID: (?P<correlation>{GUID}) Timestamp: (?P<at>\S+ \S+Z)"
    match = re.fullmatch(expected + ids, said)
    assert match, f"{said!r} is not {expected!r}"
    return match


def _check_json(answer: requests.Response, expected: str, code: int, error: str, suberror: str) -> Any:
    members = answer.json()
    assert (members["error"], members.get("suberror", ""), members["error_codes"]) == (error, suberror, [code])
    match = _check_text(expected, members["error_description"])
    assert match["trace"] == members["trace_id"] == answer.headers["x-ms-request-id"]
    assert match["correlation"] == members["correlation_id"]
    sent = answer.request.headers.get("client-request-id")
    if sent:
        assert members["correlation_id"] == sent
    assert match["at"] == members["timestamp"]
    uri = members.get("error_uri", "")
    assert uri == "" if code in WITHOUT_URI else uri.endswith(f"/error?code={code}")
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    if answer.request.method == "POST":
        assert answer.headers["x-ms-clitelem"] == f"1,{code},0,,"
        assert answer.headers["Cache-Control"] == "no-store, no-cache"
    return json.loads(members["claims"]) if "claims" in members else None


def _redirected(answer: requests.Response) -> dict[str, str]:
    parts = urlsplit(answer.headers["Location"])
    assert answer.headers["Location"].startswith("http://localhost"), "back to the application"
    parameters = dict(parse_qsl(parts.query or parts.fragment, keep_blank_values=True))
    assert parameters["state"] == "a state"
    return parameters
