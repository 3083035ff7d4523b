"""The RSA keys of the token service.

Making a 2048-bit key takes up to 126 ms, so a few come with the package (``signing_keys.pem``) and are shared by all
tenants. They are public: a token signed by them proves something to this fake alone.
"""

import hashlib
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from importlib.resources import files

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from fakeserver.jws import base64url

_PRIVATE_BEGIN = "-----BEGIN PRIVATE KEY-----"
_CERTIFICATE_BEGIN = "-----BEGIN CERTIFICATE-----"
_CERTIFICATE_END = "-----END CERTIFICATE-----"


class SigningKey:
    """One RSA key with its self-signed certificate."""

    def __init__(self, private_key: rsa.RSAPrivateKey, certificate_der: bytes) -> None:
        self._private_key = private_key
        self._certificate_der = certificate_der
        #: what `kid` and `x5t` both say: the certificate's SHA-1 thumbprint, base64url
        self.kid = base64url(hashlib.sha1(certificate_der, usedforsecurity=False).digest())

    @classmethod
    def generate(cls) -> "SigningKey":
        """Make a fresh key, which takes 30 to 130 ms."""
        private_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "accounts.accesscontrol.windows.net")])
        start = datetime(2024, 1, 1, tzinfo=UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(private_key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(start + timedelta(days=36500))
            .sign(private_key, hashes.SHA256())
        )
        return cls(private_key, certificate.public_bytes(serialization.Encoding.DER))

    @classmethod
    def from_der(cls, private_der: bytes, certificate_der: bytes) -> "SigningKey":
        """Return the key that `to_der` was called of.

        Raises:
            ValueError: these octets are none.
        """
        # Our own octets: see `shipped_key`.
        private_key = serialization.load_der_private_key(private_der, None, unsafe_skip_rsa_key_validation=True)
        if not isinstance(private_key, rsa.RSAPrivateKey):
            raise ValueError("no RSA key")
        return cls(private_key, certificate_der)

    def to_der(self) -> tuple[bytes, bytes]:
        """Return the private key (PKCS #8) and the certificate, both as DER."""
        plain = serialization.NoEncryption()
        private_der = self._private_key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, plain
        )
        return private_der, self._certificate_der

    def sign(self, message: bytes) -> bytes:
        """Return the RS256 signature: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 section 3.3)."""
        return self._private_key.sign(message, _PADDING, _SHA256)

    def verify(self, message: bytes, signature: bytes) -> None:
        """Check an RS256 signature.

        Raises:
            cryptography.exceptions.InvalidSignature: it doesn't fit.
        """
        self.public_key.verify(signature, message, _PADDING, _SHA256)

    @cached_property
    def public_key(self) -> rsa.RSAPublicKey:
        """The public half."""
        return self._private_key.public_key()

    @cached_property
    def public_pem(self) -> bytes:
        """The public half as PEM; attackers try it as an HS256 secret."""
        return self.public_key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)

    @cached_property
    def jwk(self) -> dict[str, str | list[str]]:
        """The public half as Entra ID publishes it in its JWKS, without the per-document ``issuer``."""
        numbers = self.public_key.public_numbers()
        return {
            "kty": "RSA",
            "use": "sig",
            "kid": self.kid,
            "x5t": self.kid,
            "n": base64url(numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big")),
            "e": base64url(numbers.e.to_bytes((numbers.e.bit_length() + 7) // 8, "big")),
            "x5c": [b64encode(self._certificate_der).decode("ascii")],
        }

    def __repr__(self) -> str:
        return f"<SigningKey {self.kid}>"


class KeyRing:
    """The keys of one tenant: the one that signs, and those that are published for checking."""

    def __init__(self) -> None:
        #: counts changes, so that cached verdicts can be dropped
        self.generation = 0
        self._position = 0
        self._published: dict[str, SigningKey] | None = None
        self._current: SigningKey | None = None

    @property
    def current(self) -> SigningKey:
        """The key that signs."""
        if self._current is None:
            self._current = shipped_key(0)
        return self._current

    @property
    def published(self) -> dict[str, SigningKey]:
        """The keys that the JWKS shows, by `kid`; tokens of other keys are refused."""
        if self._published is None:
            self._published = self._with_upcoming(self.current)
        return self._published

    def roll(self, *, keep_old: bool = False) -> SigningKey:
        """Sign with another key from now on, and return it.

        Tokens of the old key are refused at once, and clients must read the JWKS again; ``keep_old`` leaves the old
        keys published, as Entra ID does for a while.
        """
        old_keys = self.published
        self._position += 1
        new = shipped_key(self._position) if self._position < shipped_key_count() else SigningKey.generate()
        # A test calls this while the server checks tokens, so a reader must see either all old keys or all new ones;
        # the count changes last, so that no verdict by the old keys is kept.
        self._published = (old_keys if keep_old else {}) | self._with_upcoming(new)
        self._current = new
        self.generation += 1
        return new

    def _with_upcoming(self, current: SigningKey) -> dict[str, SigningKey]:
        # Entra ID publishes the next keys ahead of time; here one, so that clients meet a set with several.
        upcoming = self._position + 1
        keys = [current, shipped_key(upcoming)] if upcoming < shipped_key_count() else [current]
        return {key.kid: key for key in keys}


@cache
def shipped_key(position: int) -> SigningKey:
    """Return one of the keys that come with the package, counted from 0."""
    private_pem, certificate_pem = _shipped_pems()[position]
    # Our own file: the consistency check would cost 29 ms at each start (0.01 ms without).
    private_key = serialization.load_pem_private_key(private_pem, None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(private_key, rsa.RSAPrivateKey):
        raise TypeError("signing_keys.pem holds something else than RSA keys")
    certificate = x509.load_pem_x509_certificate(certificate_pem)
    return SigningKey(private_key, certificate.public_bytes(serialization.Encoding.DER))


def shipped_key_count() -> int:
    """Return how many keys come with the package."""
    return len(_shipped_pems())


@cache
def _shipped_pems() -> tuple[tuple[bytes, bytes], ...]:
    text = files(__package__).joinpath("signing_keys.pem").read_text("ascii")
    pairs = []
    for part in text.split(_PRIVATE_BEGIN)[1:]:
        private, _, certificate = part.partition(_CERTIFICATE_BEGIN)
        body = certificate.partition(_CERTIFICATE_END)[0]
        pairs.append(
            (
                (_PRIVATE_BEGIN + private).encode("ascii"),
                f"{_CERTIFICATE_BEGIN}{body}{_CERTIFICATE_END}\n".encode("ascii"),
            )
        )
    return tuple(pairs)


_PADDING = padding.PKCS1v15()
_SHA256 = hashes.SHA256()
