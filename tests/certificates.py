"""A key with its certificate, as an application proves itself by."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa


@dataclass(frozen=True)
class KeyAndCertificate:
    """What an admin uploads, and what the program keeps."""

    key: rsa.RSAPrivateKey
    key_pem: str
    certificate_pem: str
    #: SHA-1 in hexadecimal, as the portal shows it
    thumbprint: str

    @classmethod
    def new(cls) -> "KeyAndCertificate":
        """Make a pair that is good for a month."""
        key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "daemon")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .sign(key, hashes.SHA256())
        )
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return cls(
            key,
            private.decode(),
            made.public_bytes(serialization.Encoding.PEM).decode(),
            made.fingerprint(hashes.SHA1()).hex(),
        )
