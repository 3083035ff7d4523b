"""Keys that roll: old tokens fail, and clients that read the keys again recover."""

import imaplib
import urllib.request
from typing import Any

import jwt
import pytest
from jwt import PyJWKClient

from pytest_m365 import Target, Tenant

AUDIENCE = "https://outlook.office365.com"


@pytest.fixture
def keys(m365: Target) -> PyJWKClient:
    """Reads the published keys as an API does, and again when a token names another one."""
    url = f"{m365.authority}/discovery/v2.0/keys"
    client = PyJWKClient(url, cache_keys=False, lifespan=86400, ssl_context=m365.ssl_context())
    # Newer versions read again every half a minute at most; two rolls follow each other faster here.
    client.cooldown_duration = 0
    return client


def checked(keys: PyJWKClient, token: str) -> Any:
    key = keys.get_signing_key_from_jwt(token)
    return jwt.decode(token, key, ["RS256"], audience=AUDIENCE, options={"require": ["exp", "iss"]})


def test_a_client_that_reads_the_keys_again_recovers(m365_fake: Tenant, keys: PyJWKClient) -> None:
    old = m365_fake.app_token(m365_fake.daemon_app)
    assert checked(keys, old)["appid"] == m365_fake.daemon_app.client_id
    # The next key is published ahead of its use; the one after it nobody has seen.
    m365_fake.keys.roll()
    m365_fake.keys.roll()
    new = m365_fake.app_token(m365_fake.daemon_app)
    assert jwt.get_unverified_header(new)["kid"] != jwt.get_unverified_header(old)["kid"]
    assert checked(keys, new)["appid"] == m365_fake.daemon_app.client_id
    with pytest.raises(jwt.PyJWKClientError):
        keys.get_signing_key(jwt.get_unverified_header(old)["kid"])


def test_keys_that_stay_published_keep_their_tokens_good(m365_fake: Tenant, keys: PyJWKClient) -> None:
    old = m365_fake.app_token(m365_fake.daemon_app)
    m365_fake.keys.roll(keep_old=True)
    assert checked(keys, old)
    assert checked(keys, m365_fake.app_token(m365_fake.daemon_app))


def test_the_mail_protocols_refuse_the_old_key_at_once(m365: Target, m365_fake: Tenant) -> None:
    alice = m365_fake.users[0]
    old = m365_fake.token(m365_fake.public_app, alice)
    m365_fake.keys.roll()

    def sign_in(token: str) -> str:
        blob = f"user={alice.upn}\x01auth=Bearer {token}\x01\x01".encode()
        with imaplib.IMAP4_SSL(*m365.imap, ssl_context=m365.ssl_context()) as imap:
            return str(imap.authenticate("XOAUTH2", lambda _: blob)[0])

    with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATE failed"):
        sign_in(old)
    assert "kid" in str(m365_fake.journal.refusals[-1].refusal)
    assert sign_in(m365_fake.token(m365_fake.public_app, alice)) == "OK"


def test_the_document_is_new_for_who_asks_without_a_client(m365: Target, m365_fake: Tenant) -> None:
    def published() -> bytes:
        url = f"{m365.authority}/discovery/v2.0/keys"
        with urllib.request.urlopen(url, context=m365.ssl_context()) as answer:
            return bytes(answer.read())

    before = published()
    kid = m365_fake.keys.roll().kid
    assert published() != before
    assert kid.encode() in published()
