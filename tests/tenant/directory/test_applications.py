import hashlib
from base64 import urlsafe_b64encode

import pytest

from fakeserver.tenant.directory.applications import Application, Certificate, RedirectUri, Secret
from fakeserver.tenant.tokens.keys import shipped_key


@pytest.mark.parametrize(
    ("registered", "given", "fits"),
    [
        ("http://localhost", "http://localhost", True),
        ("http://localhost", "http://localhost:54321", True),
        ("http://localhost", "http://localhost:54321/", True),
        ("http://localhost", "http://localhost:54321/callback", False),
        ("http://localhost/callback", "http://localhost:1/callback", True),
        ("http://localhost", "http://127.0.0.1:54321", False),
        ("http://127.0.0.1", "http://127.0.0.1:54321", True),
        ("http://localhost", "https://localhost:54321", False),
        ("http://localhost", "http://localhost.evil.example", False),
        ("http://localhost", "http://user@localhost:1", False),
        ("http://localhost", "http://localhost:99999999", False),
        ("http://localhost", "http://[", False),
        ("http://localhost", "http://local\thost:1", False),
        ("http://localhost", "http://localhost\r\n:1", False),
        ("http://localhost", " http://localhost:1", False),
        ("https://app.example/cb", "https://app.example/cb", True),
        ("https://app.example/cb", "https://app.example:8443/cb", False),
        ("https://app.example/cb", "https://app.example/cb/", False),
    ],
)
def test_redirect_uris(registered: str, given: str, fits: bool) -> None:
    assert RedirectUri(registered).accepts(given) is fits


def test_the_newest_secret_is_the_one_to_send() -> None:
    app = Application("c", "o", "s", "App")
    assert app.client_secret is None
    app.secrets += [Secret("old", 1.0, "1"), Secret("new", 2.0, "2")]
    assert app.client_secret == "new"


def test_secrets_never_show() -> None:
    app = Application("c", "o", "s", "App")
    app.secrets.append(Secret("abc8Q~secret", 1.0, "id"))
    assert "8Q~" not in repr(app)
    assert "8Q~" not in repr(app.secrets)


def test_certificate_thumbprints() -> None:
    from base64 import b64decode

    der = b64decode(shipped_key(0).jwk["x5c"][0])
    from base64 import encodebytes

    pem = f"-----BEGIN CERTIFICATE-----\n{encodebytes(der).decode()}-----END CERTIFICATE-----\n"
    certificate = Certificate.from_pem("key before\n" + pem)
    assert certificate.der == der
    assert certificate.x5t == shipped_key(0).kid
    assert certificate.x5t_s256 == urlsafe_b64encode(hashlib.sha256(der).digest()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "text", ["", "-----BEGIN CERTIFICATE-----", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----"]
)
def test_other_texts_are_no_certificates(text: str) -> None:
    with pytest.raises(ValueError, match="certificate"):
        Certificate.from_pem(text)
