"""The error JSON: members, their order, ids, headers."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fakeserver.wire import Headers
from tests.protocols.oauth.client import Entra


def test_members_stand_in_the_recorded_order(entra: Entra) -> None:
    answer = entra.daemon(client_secret="wrong")
    assert list(answer.json) == [
        "error",
        "error_description",
        "error_codes",
        "timestamp",
        "trace_id",
        "correlation_id",
        "error_uri",
    ]
    assert answer.status == 401
    assert answer.json["error"] == "invalid_client"
    assert answer.json["error_codes"] == [7000215]
    assert answer.json["error_uri"] == "https://login.test:8443/error?code=7000215"


def test_some_codes_have_no_uri(entra: Entra) -> None:
    form: dict[str, Any] = {
        "grant_type": "device_code",
        "client_id": entra.tenant.public_app.client_id,
        "device_code": "x",
    }
    assert list(entra.token(**form).json)[-2:] == ["trace_id", "correlation_id"]


def test_the_description_carries_the_ids(entra: Entra) -> None:
    entra.tenant.clock.freeze(datetime(2026, 11, 23, 10, 0, tzinfo=UTC))
    correlation_id = "8f0b0000-0000-4000-8000-00000000000b"
    answer = entra.daemon(client_secret="wrong")
    answer = entra.token(grant_type="nonsense", headers={"client-request-id": correlation_id})
    trace_id = answer.json["trace_id"]
    assert answer.json["error_description"] == (
        "AADSTS70003: The app requested an unsupported grant type 'nonsense'. "
        f"Trace ID: {trace_id} Correlation ID: {correlation_id} Timestamp: 2026-11-23 10:00:00Z"
    )
    assert answer.json["timestamp"] == "2026-11-23 10:00:00Z"
    assert answer.json["correlation_id"] == correlation_id
    assert answer.headers.get("x-ms-request-id") == trace_id == str(UUID(trace_id))


def test_without_a_client_request_id_a_new_one_is_made(entra: Entra) -> None:
    first, second = (entra.token(grant_type="nonsense").json["correlation_id"] for _ in range(2))
    assert first != second
    assert str(UUID(first)) == first


def test_a_client_request_id_that_is_no_guid_is_not_repeated(entra: Entra) -> None:
    answer = entra.token(grant_type="nonsense", headers={"client-request-id": "<script>"})
    assert str(UUID(answer.json["correlation_id"]))


def test_headers_of_an_error(entra: Entra) -> None:
    headers = entra.daemon(client_secret="wrong").headers
    assert headers.get("Cache-Control") == "no-store, no-cache"
    assert headers.get("Pragma") == "no-cache"
    assert headers.get("Expires") == "-1"
    assert headers.get("Content-Type") == "application/json; charset=utf-8"
    assert headers.get("x-ms-clitelem") == "1,7000215,0,,"


def test_suberror_and_claims_come_last_and_only_where_they_belong(entra: Entra) -> None:
    entra.alice.mfa = "required"
    answer = entra.password()
    assert list(answer.json)[-1] == "suberror"
    assert answer.json["suberror"] == "basic_action"
    assert "claims" not in answer.json


def test_version_1_says_interaction_required(entra: Entra) -> None:
    entra.alice.mfa = "required"
    assert entra.password().json["error"] == "invalid_grant"
    version1 = entra.password(version=1, resource="https://outlook.office365.com", scope="openid")
    assert version1.json["error"] == "interaction_required"
    assert version1.json["error_codes"] == [50076]


def test_discovery_has_a_name_of_its_own_for_an_unknown_tenant(entra: Entra) -> None:
    answer = entra.send("/nowhere.example/v2.0/.well-known/openid-configuration")
    document = json.loads(answer.body)
    assert (answer.status, document["error"], document["error_codes"]) == (400, "invalid_tenant", [90002])
    assert Headers(answer.headers).get("Cache-Control") == "private"


def test_an_older_service_separates_by_line_ends(entra: Entra) -> None:
    entra.tenant.policies.error_separator = "\r\n"
    text = entra.token(grant_type="nonsense").json["error_description"]
    assert text.count("\r\n") == 3
    assert ".\r\nTrace ID: " in text
