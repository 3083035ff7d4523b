"""Trusted issuers."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from fakeserver.tenant.directory.federation import USUAL_AUDIENCE, FederatedCredential
from fakeserver.tenant.tokens.keys import shipped_key


def test_the_issuers_keys_are_read() -> None:
    credential = FederatedCredential("https://issuer.example", "me", (shipped_key(0).public_pem.decode(),))
    assert credential.public_keys == (shipped_key(0).public_key,)
    assert credential.audience == USUAL_AUDIENCE == "api://AzureADTokenExchange"


def test_only_rsa_keys_will_do() -> None:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    with pytest.raises(ValueError, match="public RSA keys"):
        _ = FederatedCredential("https://issuer.example", "me", (pem,)).public_keys


def test_the_keys_do_not_show() -> None:
    assert "BEGIN" not in repr(FederatedCredential("i", "s", (shipped_key(0).public_pem.decode(),)))
