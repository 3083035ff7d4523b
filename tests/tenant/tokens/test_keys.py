from base64 import b64decode, urlsafe_b64decode

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from fakeserver.tenant.tokens.keys import KeyRing, SigningKey, shipped_key, shipped_key_count


def test_shipped_keys_are_sound_and_fit_their_certificates() -> None:
    for position in range(shipped_key_count()):
        key = shipped_key(position)
        key.public_key.verify(key.sign(b"message"), b"message", padding.PKCS1v15(), hashes.SHA256())
        key.verify(b"message", key.sign(b"message"))
        certificate = x509.load_der_x509_certificate(b64decode(key.jwk["x5c"][0]))
        assert certificate.public_key() == key.public_key
        assert isinstance(key.public_key, rsa.RSAPublicKey)
        assert key.public_key.key_size == 2048


def test_the_published_key_is_what_signs() -> None:
    jwk = shipped_key(0).jwk
    modulus = int.from_bytes(urlsafe_b64decode(f"{jwk['n']}=="), "big")
    assert modulus == shipped_key(0).public_key.public_numbers().n
    assert jwk["e"] == "AQAB"
    assert jwk["kid"] == jwk["x5t"] == shipped_key(0).kid


def test_tenants_share_the_shipped_key() -> None:
    assert KeyRing().current is KeyRing().current


def test_rolling_signs_with_another_key_and_drops_the_old_one() -> None:
    ring = KeyRing()
    old = ring.current
    new = ring.roll()
    assert new is ring.current
    assert new.kid in ring.published
    assert old.kid not in ring.published
    assert ring.generation == 1


@pytest.mark.parametrize("read_before", [True, False])
def test_rolling_may_keep_the_old_keys_published(read_before: bool) -> None:
    ring = KeyRing()
    old = KeyRing().published
    if read_before:
        assert ring.published == old
    new = ring.roll(keep_old=True)
    assert ring.published.items() >= old.items()
    assert new.kid in ring.published


def test_rolling_goes_on_when_the_shipped_keys_are_used_up() -> None:
    ring = KeyRing()
    kids = {ring.current.kid}
    for _ in range(shipped_key_count()):
        kids.add(ring.roll().kid)
    assert len(kids) == shipped_key_count() + 1


def test_a_fresh_key_is_another_one() -> None:
    key = SigningKey.generate()
    assert key.kid not in KeyRing().published
    with pytest.raises(InvalidSignature):
        shipped_key(0).verify(b"m", key.sign(b"m"))


def test_a_key_does_not_show_itself() -> None:
    assert repr(shipped_key(0)) == f"<SigningKey {shipped_key(0).kid}>"
