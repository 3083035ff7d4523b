"""The JSON that carries an error of the token service.

Source: recorded error answers (github Azure/azure-sdk-for-js `sdk/identity/identity/recordings/`) and entra-docs
`identity-platform/reference-error-codes.md`.
"""

from datetime import UTC, datetime
from typing import Any

from fakeserver.protocols.oauth import headers
from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.wire import HttpResponse


def description(call: Call, error: EntraError, timestamp: str) -> str:
    """Return `error_description`: the text, and the ids that support would ask for."""
    separator = call.known_tenant.policies.error_separator if call.known_tenant is not None else " "
    parts = (
        str(error),
        f"Trace ID: {call.trace_id}",
        f"Correlation ID: {call.correlation_id}",
        f"Timestamp: {timestamp}",
    )
    return separator.join(parts)


def timestamp_of(call: Call) -> str:
    """Return the time of the answer in the errors' form, such as `2026-11-23 10:00:00Z`."""
    tenant = call.known_tenant
    now = datetime.now(UTC) if tenant is None else tenant.clock.now()
    return now.strftime("%Y-%m-%d %H:%M:%SZ")


def error_name(call: Call, error: EntraError) -> str:
    """Return the `error` member: v1.0 and on-behalf-of say `interaction_required` where v2.0 says `invalid_grant`."""
    old_name = call.version == 1 or call.parameters.get("requested_token_use") == "on_behalf_of"
    return error.row.v1_error if error.row.v1_error and old_name else error.row.error


def json_error(call: Call, error: EntraError) -> HttpResponse:
    """Return the token endpoint's error answer."""
    body = headers.json_text(_members(call, error))
    answer = [
        *headers.TOKEN,
        ("x-ms-request-id", call.trace_id),
        ("x-ms-clitelem", f"1,{error.code},0,,"),
        *headers.cross_origin(call.request.headers.get("Origin")),
    ]
    if error.row.status == 401 and call.request.headers.get("Authorization"):
        # RFC 6749 section 5.2: a client that used the Authorization header gets a challenge.
        answer.append(("WWW-Authenticate", f'Basic realm="{call.base_url}"'))
    return HttpResponse(error.row.status, answer, body)


def document_error(call: Call, error: EntraError) -> HttpResponse:
    """Return the error answer of discovery, instance discovery and the other documents."""
    members = _members(call, error)
    if error.code == 90002:
        members["error"] = "invalid_tenant"  # recorded 2023-08: discovery has a name of its own for it
    answer = [*headers.DOCUMENT_ERROR, ("x-ms-request-id", call.trace_id)]
    return HttpResponse(error.row.status, answer, headers.json_text(members))


def _members(call: Call, error: EntraError) -> dict[str, Any]:
    timestamp = timestamp_of(call)
    members: dict[str, Any] = {
        "error": error_name(call, error),
        "error_description": description(call, error, timestamp),
        "error_codes": [error.code],
        "timestamp": timestamp,
        "trace_id": call.trace_id,
        "correlation_id": call.correlation_id,
    }
    if error.row.has_uri:
        members["error_uri"] = f"{call.base_url}/error?code={error.code}"
    if error.row.suberror:
        members["suberror"] = error.row.suberror
    if error.claims:
        members["claims"] = error.claims
    return members
