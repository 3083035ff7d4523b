"""A secret in each form that clients, logs and pytest give it."""

import base64
import html
import json
from urllib.parse import quote

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from fakeserver.grams import Grams
from fakeserver.jws import base64url
from fakeserver.spellings import spellings
from fakeserver.xoauth2 import xoauth2

PASSWORD = 'Wünter+"Blizzard" & <snow>\\~'
SIGNATURE = bytes(range(160, 224))
TOKEN = ".".join(base64url(part) for part in (b'{"alg":"RS256"}', b'{"aud":"https://outlook.office.com"}', SIGNATURE))


def without(secret: str, text: str) -> str:
    grams = Grams()
    for spelling in spellings(secret):
        grams.add(spelling)
    return grams.without(text)


@pytest.mark.parametrize(
    "text",
    [
        PASSWORD,
        repr(PASSWORD)[1:-1],
        json.dumps(PASSWORD)[1:-1],
        json.dumps(json.dumps(PASSWORD))[3:-3],
        html.escape(PASSWORD),
        html.escape(json.dumps(PASSWORD)[1:-1]),
        html.escape(PASSWORD).replace("&quot;", "&#34;"),
        quote(PASSWORD),
        quote(PASSWORD).replace("%C3%BC", "%c3%bc").replace("%3C", "%3c").replace("%3E", "%3e").replace("%5C", "%5c"),
        repr(PASSWORD.encode())[2:-1],
    ],
)
def test_it_is_found_however_it_is_escaped(text: str) -> None:
    assert without(PASSWORD, f"={text}=") == "=<redacted>="


@pytest.mark.parametrize("secret", [PASSWORD, TOKEN])
@pytest.mark.parametrize("before", ["", "a", "ab"])
def test_it_is_found_in_base64_wherever_it_begins(secret: str, before: str) -> None:
    for encode_ in (base64.b64encode, base64.urlsafe_b64encode):
        shown = without(secret, encode_(f"{before}{secret}.".encode()).decode())
        assert len(shown) - len("<redacted>") <= 8
        assert "<redacted>" in shown


def test_a_token_is_found_in_what_a_client_of_mail_sends() -> None:
    sent = base64.b64encode(xoauth2("alice@contoso.example", TOKEN).encode()).decode()
    shown = without(TOKEN, sent)
    begin, _, end = shown.partition("<redacted>")
    assert base64.b64decode(begin + "=" * (-len(begin) % 4)).decode().startswith("user=alice@contoso.example\x01auth")
    assert len(end) <= 8


def test_parts_of_a_token_are_found() -> None:
    header, payload, signature = TOKEN.split(".")
    for part in (payload, signature, f"{payload}.{signature}", SIGNATURE.hex(), repr(SIGNATURE)[2:-1]):
        assert without(TOKEN, part) == "<redacted>"
    # What it says is for everybody to read.
    assert without(TOKEN, "https://outlook.office.com") == "https://outlook.office.com"
    assert without(f"eyJ{header}.{payload}.AAAAA", "AAAAA") == "AAAAA"


@pytest.mark.parametrize("password", [None, b"Winter-2026"])
@pytest.mark.parametrize("between", ["\n", "\\n", "\r\n", " "])
def test_private_keys_are_secret_line_by_line_and_the_rest_of_a_pem_is_not(
    password: bytes | None, between: str
) -> None:
    how = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    form = serialization.PrivateFormat.TraditionalOpenSSL
    key = ec.generate_private_key(ec.SECP256R1()).private_bytes(serialization.Encoding.PEM, form, how).decode()
    certificate = f"-----BEGIN CERTIFICATE-----\n{'MIIBszCCAVmgAwIBAgIUab' * 2}\n-----END CERTIFICATE-----\n"
    pem = (certificate + key).replace("\n", between)
    body = [line for line in key.splitlines() if line and "-----" not in line and ":" not in line]
    assert len(body) > 1
    for line in body[:-1]:
        assert without(pem, f"E   {line}") == "E   <redacted>"
    for public in (certificate, "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,"):
        assert without(pem, public) == public
