"""How a credential is read from HTTP, and how a refusal is answered."""

from datetime import UTC, datetime

import pytest

from fakeserver.protocols.http import front_end
from fakeserver.tenant import refusals
from fakeserver.tenant.access.credentials import BearerToken, Password
from fakeserver.tenant.refusals import AudienceWrong, ScopeMissing
from fakeserver.wire import Headers, HttpRequest, HttpResponse

GUID = "9e19abe1-8917-428e-b47e-36596ca98043"
NOW = datetime(2025, 8, 30, 18, 3, 20, tzinfo=UTC)


def request(authorization: str = "") -> HttpRequest:
    return HttpRequest("POST", "/", headers=Headers([("Authorization", authorization)] if authorization else []))


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("", None),
        ("Bearer abc", BearerToken("abc", None)),
        ("bearer  abc ", BearerToken("abc", None)),
        ("Bearer", BearerToken("", None)),
        ("Basic YTpiOmM=", Password("a", "b:c")),
        ("Basic !!!", Password("", "")),
        ("Negotiate abc", None),
    ],
)
def test_the_authorization_header_is_read(sent: str, read: BearerToken | Password | None) -> None:
    assert front_end.credential(request(sent)) == read


def diagnosis(response: HttpResponse) -> str:
    return next((value for name, value in response.headers if name == "x-ms-diagnostics"), "")


def test_the_audience_is_named() -> None:
    response = front_end.refused(AudienceWrong(audience="https://graph.microsoft.com"), request("Bearer x"), GUID, NOW)
    assert response.status == 401
    assert diagnosis(response) == (
        "2000003;reason=\"The audience claim value is invalid 'https://graph.microsoft.com'.\""
        ';error_category="invalid_resource"'
    )


def test_a_claim_cannot_end_the_header() -> None:
    refusal = AudienceWrong(audience='x"\r\nSet-Cookie: stolen=1')
    text = diagnosis(front_end.refused(refusal, request("Bearer x"), GUID, NOW))
    assert "\r" not in text
    assert "\n" not in text
    assert text.count('"') == 4


def test_a_permission_is_a_403_that_tells_nothing() -> None:
    response = front_end.refused(ScopeMissing(required="EWS.AccessAsUser.All"), request("Bearer x"), GUID, NOW)
    assert (response.status, response.body) == (403, b"")
    assert "EWS.AccessAsUser.All" not in str(response.headers)
    assert ("Server", "Microsoft-HTTPAPI/2.0") in response.headers


def test_a_refusal_is_a_401_or_a_403_by_its_family() -> None:
    families = (
        (401, refusals.AuthenticationRefused),
        (403, refusals.PermissionRefused),
        (403, refusals.MailboxProtocolDisabled),
    )
    for status, family in families:
        for kind in (one for one in vars(refusals).values() if isinstance(one, type) and issubclass(one, family)):
            response = front_end.refused(kind(**dict.fromkeys(kind().facts, "x")), request("Bearer x"), GUID, NOW)
            assert (response.status, response.body) == (status, b""), kind


def test_the_fields_of_every_answer_are_of_one_generation() -> None:
    fields = dict(front_end.answer_headers(request(), GUID, NOW))
    assert fields["Server"] == "Microsoft-HTTPAPI/2.0"
    assert fields["MS-CV"] == "nhmr4YkXQo60fjZZbKmAQw.1.1"
    assert fields["Set-Cookie"] == (
        "exchangecookie=9e19abe18917428eb47e36596ca98043; expires=Sun, 30-Aug-2026 18:03:20 GMT; path=/; secure; "
        "HttpOnly"
    )
    # What front ends of 2020 sent instead.
    assert not {"X-DiagInfo", "X-BEServer", "X-Powered-By", "X-FEProxyInfo"} & set(fields)
    # HSTS would stay with the name localhost.
    assert "Strict-Transport-Security" not in fields
