"""The table of AADSTS codes: complete, and literally what the reference recorded."""

import string

import pytest

from fakeserver.protocols.oauth.rows import ROWS, SEEN, applications, grants, requests, scopes, users
from fakeserver.protocols.oauth.rows.row import DESCRIBED, TEMPLATE, Row

TABLES = (applications.ROWS, grants.ROWS, requests.ROWS, scopes.ROWS, users.ROWS)


def test_a_code_stands_once() -> None:
    assert len(ROWS) == sum(map(len, TABLES))


def test_each_row_says_where_its_text_is_from() -> None:
    assert {row.source for row in ROWS.values()} == {SEEN, TEMPLATE, DESCRIBED}


@pytest.mark.parametrize("row", ROWS.values(), ids=str)
def test_a_row_can_be_filled_and_sent(row: Row) -> None:
    names = [name for _, name, _, _ in string.Formatter().parse(row.text) if name is not None]
    assert row.text.format_map(dict.fromkeys(names, "x"))
    assert 400 <= row.status < 600
    assert row.error == row.error.lower()


def test_only_an_invalid_client_is_unauthorized() -> None:
    assert {row.error for row in ROWS.values() if row.status == 401} == {"invalid_client"}


@pytest.mark.parametrize(
    ("code", "status", "error", "suberror", "text"),
    [
        (50126, 400, "invalid_grant", "", "Error validating credentials due to invalid username or password."),
        (
            50076,
            400,
            "invalid_grant",
            "basic_action",
            "Due to a configuration change made by your administrator, or because you moved to a new location, you "
            "must use multi-factor authentication to access '{resource}'.",
        ),
        (
            7000215,
            401,
            "invalid_client",
            "",
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, "
            "not the client secret ID, for a secret added to app '{application}'.",
        ),
        (
            7000218,
            401,
            "invalid_client",
            "",
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
        ),
        (
            65001,
            400,
            "invalid_grant",
            "consent_required",
            "The user or administrator has not consented to use the application with ID '{application}' named '{name}'"
            ". Send an interactive authorization request for this user and resource.",
        ),
        (
            70016,
            400,
            "authorization_pending",
            "",
            "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
        ),
        (
            70020,
            400,
            "expired_token",
            "",
            "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
        ),
        (50027, 400, "invalid_request", "", "JWT token is invalid or malformed."),
        (
            53003,
            400,
            "invalid_grant",
            "message_only",
            "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
        ),
        (
            900144,
            400,
            "invalid_request",
            "",
            "The request body must contain the following parameter: '{parameter}'.",
        ),
        (9002313, 400, "invalid_request", "", "Invalid request. Request is malformed or invalid."),
        (
            1002012,
            400,
            "invalid_scope",
            "",
            "The provided value for scope {scopes} is not valid. Client credential flows must have a scope value with "
            "/.default suffixed to the resource identifier (application ID URI).",
        ),
    ],
)
def test_recorded_rows_are_literal(code: int, status: int, error: str, suberror: str, text: str) -> None:
    row = ROWS[code]
    assert (row.status, row.error, row.suberror, row.text, row.source) == (status, error, suberror, text, SEEN)
