"""Which application asks, and how it proves that."""

from base64 import b64encode
from urllib.parse import quote_plus

import pytest

from fakeserver.protocols.oauth.browsers import Browsers
from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.client import authenticated
from fakeserver.protocols.oauth.credentials import Credentials
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.tenant.refusals import NotMultiTenant
from fakeserver.tenant.tokens.issued import Redemption
from fakeserver.wire import Headers, HttpRequest
from tests.protocols.oauth.client import Entra


def call(entra: Entra, body: bytes = b"", authority: str = "", *fields: tuple[str, str]) -> Call:
    request = HttpRequest("POST", "/", "", Headers(list(fields)), body)
    return Call(entra.cloud, Browsers(), request, authority or entra.tenant.tenant_id)


def basic(name: str, secret: str) -> tuple[str, str]:
    return "Authorization", "Basic " + b64encode(f"{name}:{secret}".encode()).decode()


@pytest.mark.parametrize("secret", ["plain", "a+b", "a%2Bb:c", "ü~._-"])
def test_basic_may_be_encoded_or_not(entra: Entra, secret: str) -> None:
    encoded = Credentials.read(call(entra, b"", "", basic("the-app", quote_plus(secret))))
    assert (encoded.client_id, encoded.secret) == ("the-app", secret)


def test_a_secret_with_a_plus_that_was_not_encoded(entra: Entra) -> None:
    assert Credentials.read(call(entra, b"", "", basic("the-app", "a+b"))).secret == "a+b"


@pytest.mark.parametrize("value", ["YTpi=", "YWJj", "/w==", "\u00e9", "\udcff", ""])
def test_basic_that_cannot_be_read(entra: Entra, value: str) -> None:
    with pytest.raises(EntraError, match=r"^AADSTS9002313"):
        Credentials.read(call(entra, b"client_id=x", "", ("Authorization", f"Basic {value}")))


def test_basic_and_the_body_may_say_the_same(entra: Entra) -> None:
    found = Credentials.read(call(entra, b"client_id=THE-app&client_secret=s", "", basic("the-app", "s")))
    assert (found.client_id, found.secret) == ("THE-app", "s")


@pytest.mark.parametrize("body", [b"client_id=other", b"client_secret=other", b"client_assertion=a.b.c"])
def test_basic_and_the_body_may_not_differ(entra: Entra, body: bytes) -> None:
    with pytest.raises(EntraError, match=r"^AADSTS9002313"):
        Credentials.read(call(entra, body, "", basic("the-app", "s")))


def test_another_scheme_is_no_credential(entra: Entra) -> None:
    found = Credentials.read(call(entra, b"client_id=x", "", ("Authorization", "Bearer abc")))
    assert (found.client_id, found.secret) == ("x", "")


def test_how_it_proved_itself(entra: Entra) -> None:
    app, public = entra.tenant.daemon_app, entra.tenant.public_app
    secret = f"client_id={app.client_id}&client_secret={quote_plus(app.client_secret or '')}".encode()
    assert authenticated(call(entra, secret), entra.tenant) == (app, Redemption("2.0", "1"))
    assert authenticated(call(entra, f"client_id={public.client_id}".encode()), entra.tenant) == (
        public,
        Redemption("2.0", "0"),
    )


def test_a_single_tenant_application_wants_its_tenant(entra: Entra) -> None:
    entra.tenant.public_app.multi_tenant = False
    body = f"client_id={entra.tenant.public_app.client_id}".encode()
    with pytest.raises(NotMultiTenant):
        authenticated(call(entra, body, "common"), entra.tenant)
