"""How a credential is read from HTTP, and how a refusal is answered."""

import pytest

from fakeserver.protocols.http import front_end
from fakeserver.tenant import refusals
from fakeserver.tenant.access.credentials import BearerToken, Password
from fakeserver.tenant.refusals import AudienceWrong, ScopeMissing
from fakeserver.wire import Headers, HttpRequest, HttpResponse


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
    response = front_end.refused(AudienceWrong(audience="https://graph.microsoft.com"), request("Bearer x"), "id")
    assert response.status == 401
    assert diagnosis(response) == (
        "2000003;reason=\"The audience claim value is invalid 'https://graph.microsoft.com'.\""
        ';error_category="invalid_resource"'
    )


def test_a_claim_cannot_end_the_header() -> None:
    refusal = AudienceWrong(audience='x"\r\nSet-Cookie: stolen=1')
    text = diagnosis(front_end.refused(refusal, request("Bearer x"), "id"))
    assert "\r" not in text
    assert "\n" not in text
    assert text.count('"') == 4


def test_a_permission_is_a_403_that_tells_nothing() -> None:
    response = front_end.refused(ScopeMissing(required="EWS.AccessAsUser.All"), request("Bearer x"), "id")
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
            response = front_end.refused(kind(**dict.fromkeys(kind().facts, "x")), request("Bearer x"), "id")
            assert (response.status, response.body) == (status, b""), kind
