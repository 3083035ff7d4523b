"""Notifications with the data of what has changed, encrypted for the subscriber, and the token that proves the sender.

They are decrypted as learn.microsoft.com/graph/change-notifications-with-resource-data says it.
"""

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from fakeserver.protocols.graph.operations.subscriptions.notifications import PUBLISHER
from fakeserver.tenant.exchange.values import DeleteMode
from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.subscriptions.listener import Listener, in_minutes, subscribe

RESOURCE = "me/mailFolders('inbox')/messages?$select=Subject,bodyPreview,importance,receivedDateTime,from"


def certified(key: Any) -> bytes:
    """Return a certificate, as DER."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "client")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.DER)
    )


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture(scope="module")
def certificate(key: rsa.RSAPrivateKey) -> bytes:
    return certified(key)


def with_data(certificate: bytes, **more: Any) -> dict[str, Any]:
    return {
        "resource": RESOURCE,
        "includeResourceData": True,
        "encryptionCertificate": b64encode(certificate).decode(),
        "encryptionCertificateId": "my certificate",
    } | more


def decrypted(content: dict[str, str], key: rsa.RSAPrivateKey) -> Any:
    """Return the data, once its signature is right."""
    symmetric = key.decrypt(
        b64decode(content["dataKey"]), padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)
    )
    data = b64decode(content["data"])
    assert hmac.compare_digest(b64decode(content["dataSignature"]), hmac.new(symmetric, data, hashlib.sha256).digest())
    cipher = Cipher(algorithms.AES(symmetric), modes.CBC(symmetric[:16])).decryptor()
    unpadder = PKCS7(128).unpadder()
    return json.loads(unpadder.update(cipher.update(data) + cipher.finalize()) + unpadder.finalize())


def test_the_data_is_what_was_selected(
    graph: Graph, listener: Listener, key: rsa.RSAPrivateKey, certificate: bytes
) -> None:
    made = ok(subscribe(graph, listener, **with_data(certificate)), 201)
    assert made["includeResourceData"] is True
    assert made["encryptionCertificateId"] == "my certificate"
    item = graph.deliver("Invoice", body="Hello", sender="Megan <megan@example.com>")
    (told,) = listener.next().json["value"]
    content = told["encryptedContent"]
    assert content["encryptionCertificateId"] == "my certificate"
    assert content["encryptionCertificateThumbprint"] == hashlib.sha1(certificate).hexdigest().upper()
    assert decrypted(content, key) == {
        "receivedDateTime": item.received_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "subject": "Invoice",
        "bodyPreview": "Hello",
        "importance": "normal",
        "from": {"emailAddress": {"name": "Megan", "address": "megan@example.com"}},
    }
    owner, data = graph.tenant.user("alice").object_id, told["resourceData"]
    assert told["resource"] == data["@odata.id"] == f"Users('{owner}')/messages('{data['id']}')"
    assert data["@odata.type"] == "#microsoft.graph.message"
    assert ok(graph.get(f"/{told['resource']}?$select=id"))["id"] == data["id"]


def test_each_has_a_key_of_its_own(
    graph: Graph, listener: Listener, key: rsa.RSAPrivateKey, certificate: bytes
) -> None:
    ok(subscribe(graph, listener, **with_data(certificate)), 201)
    contents = []
    for subject in ("1", "2"):
        graph.deliver(subject)
        contents.append(listener.told()["encryptedContent"])
    assert [decrypted(content, key)["subject"] for content in contents] == ["1", "2"]
    assert contents[0]["dataKey"] != contents[1]["dataKey"]


def test_a_token_proves_who_sends_it(graph: Graph, listener: Listener, certificate: bytes) -> None:
    ok(subscribe(graph, listener, **with_data(certificate)), 201)
    graph.deliver("x")
    (token,) = listener.next().json["validationTokens"]
    keys = ok(graph.get(f"{graph.server.base_url}/common/discovery/v2.0/keys"))
    signing = jwt.PyJWKSet.from_dict(keys)[jwt.get_unverified_header(token)["kid"]]
    issuer = f"https://sts.windows.net/{graph.tenant.tenant_id}/"
    claims = jwt.decode(token, signing.key, algorithms=["RS256"], audience=graph.app.client_id, issuer=issuer)
    assert claims["appid"] == PUBLISHER
    assert claims["tid"] == graph.tenant.tenant_id


def test_of_what_is_gone_there_is_no_data(graph: Graph, listener: Listener, certificate: bytes) -> None:
    item = graph.deliver("x")
    ok(subscribe(graph, listener, **with_data(certificate)), 201)
    with graph.mailbox().lock:
        graph.mailbox().items.delete([item], DeleteMode.SOFT)
    told = listener.told()
    assert told["changeType"] == "deleted"
    assert "encryptedContent" not in told


def test_who_may_list_alone_is_shown_no_text(
    graph: Graph, listener: Listener, key: rsa.RSAPrivateKey, certificate: bytes
) -> None:
    ok(subscribe(graph, listener, scopes=("Mail.ReadBasic",), **with_data(certificate)), 201)
    graph.deliver("x", body="secret")
    assert "bodyPreview" not in decrypted(listener.told()["encryptedContent"], key)


def test_another_certificate_takes_over(graph: Graph, listener: Listener, certificate: bytes) -> None:
    made = ok(subscribe(graph, listener, **with_data(certificate)), 201)["id"]
    other = rsa.generate_private_key(65537, 2048)
    renewal = {
        "expirationDateTime": in_minutes(graph, 60),
        "encryptionCertificate": b64encode(certified(other)).decode(),
        "encryptionCertificateId": "other",
    }
    assert ok(graph.patch(f"/subscriptions/{made}", renewal))["encryptionCertificateId"] == "other"
    graph.deliver("x")
    content = listener.told()["encryptedContent"]
    assert content["encryptionCertificateId"] == "other"
    assert decrypted(content, other)["subject"] == "x"


def test_they_last_a_day(graph: Graph, listener: Listener, certificate: bytes) -> None:
    ok(subscribe(graph, listener, **with_data(certificate, expirationDateTime=in_minutes(graph, 1440))), 201)
    answer = subscribe(graph, listener, **with_data(certificate, expirationDateTime=in_minutes(graph, 1450)))
    text = "Subscription expiration can only be 1440 minutes in the future."
    assert error(answer) == (400, "ExtensionError", text)


@pytest.mark.parametrize("name", ["encryptionCertificate", "encryptionCertificateId"])
def test_a_certificate_has_to_be_there(graph: Graph, listener: Listener, certificate: bytes, name: str) -> None:
    answer = subscribe(graph, listener, **with_data(certificate, **{name: None}))
    assert error(answer)[:2] == (400, "InvalidRequest")


@pytest.mark.parametrize(
    "text", ["nonsense", "", "AAAA", b64encode(certified(ec.generate_private_key(ec.SECP256R1()))).decode()]
)
def test_it_is_one_of_rsa(graph: Graph, listener: Listener, certificate: bytes, text: str) -> None:
    answer = subscribe(graph, listener, **with_data(certificate, encryptionCertificate=text))
    assert error(answer) == (400, "InvalidRequest", "Invalid encryptionCertificate.")


@pytest.mark.parametrize("query", ["", "?$select=body", "?$select=subject,uniqueBody", "?$select=nonsense"])
def test_the_selection_is_what_may_be_included(
    graph: Graph, listener: Listener, certificate: bytes, query: str
) -> None:
    answer = subscribe(graph, listener, **with_data(certificate, resource=f"me/messages{query}"))
    assert error(answer)[:2] == (400, "ExtensionError")
