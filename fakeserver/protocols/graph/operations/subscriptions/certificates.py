"""The certificate that resource data is encrypted for, and how it is.

Source: learn.microsoft.com/graph/change-notifications-with-resource-data,
/graph/api/resources/changenotificationencryptedcontent.
"""

import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.operations.subscriptions.errors import CERTIFICATE_INVALID

#: Bits of its key.
_SHORTEST, _LONGEST = 2048, 4096
_OAEP: Final = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)
_KEY, _VECTOR = 32, 16


@dataclass(frozen=True)
class Certificate:
    """What a subscriber has given to encrypt for."""

    #: the subscriber's name for it
    id: str
    #: SHA-1 of it, hexadecimal, in capitals
    thumbprint: str
    _key: rsa.RSAPublicKey = field(repr=False)

    def encrypted(self, data: bytes, random_octets: Callable[[int], bytes]) -> dict[str, str]:
        """Return an encryptedContent: the data, under a key of its own that is encrypted for the certificate."""
        key = random_octets(_KEY)
        padder = PKCS7(128).padder()
        cipher = Cipher(algorithms.AES(key), modes.CBC(key[:_VECTOR])).encryptor()
        encrypted = cipher.update(padder.update(data) + padder.finalize()) + cipher.finalize()
        return {
            "data": _text(encrypted),
            "dataKey": _text(self._key.encrypt(key, _OAEP)),
            "dataSignature": _text(hmac.digest(key, encrypted, hashlib.sha256)),
            "encryptionCertificateId": self.id,
            "encryptionCertificateThumbprint": self.thumbprint,
        }


def read_certificate(text: str, certificate_id: str) -> Certificate:
    """Read an encryptionCertificate: X.509 as DER, in base64.

    Raises:
        GraphError: it is none, or its key is none of RSA with 2048 to 4096 bits.
    """
    try:
        der = b64decode("".join(text.split()), validate=True)
        key = x509.load_der_x509_certificate(der).public_key()
    except (ValueError, TypeError) as error:
        raise GraphError(CERTIFICATE_INVALID) from error
    if not isinstance(key, rsa.RSAPublicKey) or not _SHORTEST <= key.key_size <= _LONGEST:
        raise GraphError(CERTIFICATE_INVALID)
    thumbprint = hashlib.sha1(der, usedforsecurity=False).hexdigest().upper()
    return Certificate(certificate_id, thumbprint, key)


def _text(octets: bytes) -> str:
    return b64encode(octets).decode("ascii")
