"""The certificates of a kept authority, as RFC 5280 has them."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.listeners.authorities import x509_certificates
from fakeserver.listeners.authorities.chain import GOOD_FOR, Chain

CHAIN = Chain.made(["fake"])


@pytest.mark.parametrize("certificate", [CHAIN.root, CHAIN.signer])
def test_both_are_authorities_with_the_same_limits_which_no_client_may_ignore(certificate: x509.Certificate) -> None:
    held = {type(extension.value).__name__: extension for extension in certificate.extensions}
    assert [name for name, extension in held.items() if extension.critical] == [
        "BasicConstraints", "KeyUsage", "NameConstraints"
    ]  # fmt: skip
    limits = certificate.extensions.get_extension_for_class(x509.NameConstraints).value
    assert x509.DNSName("fake") in (limits.permitted_subtrees or [])
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.key_cert_sign, usage.digital_signature) == (True, False)
    assert certificate.not_valid_after_utc - datetime.now(UTC) < GOOD_FOR


def test_the_signer_signs_for_servers_alone_and_makes_no_further_authority() -> None:
    assert CHAIN.signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value == x509_certificates.FOR_SERVERS
    assert CHAIN.signer.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
    CHAIN.signer.verify_directly_issued_by(CHAIN.root)
    assert CHAIN.key.public_key() == CHAIN.signer.public_key() != CHAIN.root.public_key()


def test_two_are_never_taken_for_each_other() -> None:
    assert Chain.made([]).root.subject != CHAIN.root.subject


def test_what_is_written_is_read_and_the_roots_key_is_nowhere() -> None:
    again = Chain.of_pem(CHAIN.pem())
    assert again.pem() == CHAIN.pem()
    assert CHAIN.pem().count(b"PRIVATE KEY-----\n") == 2  # a begin and an end


def pem_of(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


OTHER = Chain.made([])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no PEM",
        CHAIN.root_pem,
        pem_of(CHAIN.key),
        pem_of(CHAIN.key) + CHAIN.root_pem,
        pem_of(CHAIN.key) + CHAIN.signer_pem + OTHER.root_pem,
        pem_of(OTHER.key) + CHAIN.signer_pem + CHAIN.root_pem,
        pem_of(CHAIN.key) + CHAIN.root_pem + CHAIN.signer_pem,
        pem_of(rsa.generate_private_key(65537, 2048)) + CHAIN.signer_pem + CHAIN.root_pem,
        CHAIN.pem() + CHAIN.root_pem,
        CHAIN.pem()[:-200],
    ],
    # By number: keys are others in each worker.
    ids=range(11),
)
def test_what_does_not_belong_together_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"holds something else than|is not that of"):
        Chain.of_pem(content)


@given(st.integers(0, len(CHAIN.pem()) - 1), st.integers(1, 255))
def test_a_broken_octet_is_refused_or_changes_nothing(place: int, change: int) -> None:
    content = bytearray(CHAIN.pem())
    content[place] ^= change
    read = None
    with suppress(ValueError):
        read = Chain.of_pem(bytes(content))
    assert read is None or read.pem() == CHAIN.pem()


def test_a_servers_own_certificate_is_no_authority() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    leaf = x509_certificates.signed(
        x509_certificates.name_of(None), key.public_key(), CHAIN.signer.subject, CHAIN.key, since=now,
        until=now + timedelta(days=1),
    )  # fmt: skip
    assert leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is False
    assert leaf.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign is False
    leaf.verify_directly_issued_by(CHAIN.signer)
