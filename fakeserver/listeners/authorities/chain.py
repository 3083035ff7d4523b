"""The certificates of a kept authority: a root whose key is thrown away, and one signer, whose key is kept.

Some clients ignore what limits a root that they were told to trust (Java does). What the root has signed they do check.
So the root signs this one certificate, with the same limits, and nobody can ever sign another with it: its key is gone.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from fakeserver.listeners.authorities.constraints import permitting
from fakeserver.listeners.authorities.x509_certificates import FOR_SERVERS, name_of, signed

#: A new one means that everybody has to trust it anew.
GOOD_FOR = timedelta(days=5 * 365)
#: for clocks that are behind
BACKDATED = timedelta(days=1)


@dataclass(frozen=True)
class Chain:
    """A kept authority's certificates and its key."""

    #: the signer's
    key: ec.EllipticCurvePrivateKey
    #: signs the server's certificates
    signer: x509.Certificate
    #: has signed the signer; what clients trust
    root: x509.Certificate

    @classmethod
    def made(cls, names: Iterable[str]) -> Self:
        """Return a new one that may sign for our own names and these.

        Raises:
            ValueError: a name is none.
        """
        now, limits = datetime.now(UTC), permitting(names)
        root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        # A name of its own: who trusts two such authorities does not take one for the other.
        root = f"fakeserver CA {secrets.token_hex(4)}"
        sign = partial(
            signed,
            issuer=name_of(root),
            issuers_key=root_key,
            since=now - BACKDATED,
            until=now + GOOD_FOR,
            critical=[limits],
        )
        return cls(
            key,
            sign(name_of(f"{root} signer"), key.public_key(), path_length=0, others=[FOR_SERVERS]),
            sign(name_of(root), root_key.public_key(), path_length=1),
        )

    @classmethod
    def of_pem(cls, content: bytes) -> Self:
        """Read what `pem` has written.

        Raises:
            ValueError: it is not that, or its parts do not belong together.
        """
        try:
            key = load_pem_private_key(content, None)
            signer, root = x509.load_pem_x509_certificates(content)
            signer.verify_directly_issued_by(root)
            root.verify_directly_issued_by(root)
        except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm) as error:
            raise ValueError("it holds something else than a key and the two certificates that belong to it") from error
        if not _is_key_of(key, signer):
            raise ValueError("the key in it is not that of the certificate beside it")
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return cls(key, signer, root)

    def pem(self) -> bytes:
        """Return all of it, the key first: for its owner alone."""
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return key + self.signer_pem + self.root_pem

    @property
    def signer_pem(self) -> bytes:
        """What the server sends beside its own certificate."""
        return self.signer.public_bytes(Encoding.PEM)

    @property
    def root_pem(self) -> bytes:
        """What clients trust."""
        return self.root.public_bytes(Encoding.PEM)


def _is_key_of(key: object, certificate: x509.Certificate) -> bool:
    """Say whether what a key signs is good by a certificate.

    A file has the public key beside the private one, and older versions of OpenSSL believe it.
    """
    public = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(public, ec.EllipticCurvePublicKey):
        return False
    try:
        public.verify(key.sign(b"", ec.ECDSA(SHA256())), b"", ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
