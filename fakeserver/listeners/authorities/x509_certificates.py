"""Certificates as strict clients want them (RFC 5280): who has signed them, and what their keys are for."""

from collections.abc import Iterable
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

#: A certificate that may not stand for anything else than a server, nor sign for anything else.
FOR_SERVERS = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])


def name_of(common_name: str | None) -> x509.Name:
    """Return a subject of ours."""
    common = [] if common_name is None else [x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "fakeserver"), *common])


def signed(
    subject: x509.Name,
    key: EllipticCurvePublicKey,
    issuer: x509.Name,
    issuers_key: EllipticCurvePrivateKey,
    *,
    since: datetime,
    until: datetime,
    path_length: int | None = None,
    critical: Iterable[x509.ExtensionType] = (),
    others: Iterable[x509.ExtensionType] = (),
) -> x509.Certificate:
    """Sign a certificate.

    Args:
        path_length: of an authority: how many more may stand between it and a server's; None for a server's own.
        critical: further extensions, which a client must know, or refuse the certificate.
        others: extensions that it may ignore.
    """
    signs = path_length is not None
    made = x509.CertificateBuilder(issuer, subject, key, x509.random_serial_number(), since, until)
    for extension in (x509.BasicConstraints(signs, path_length), _usage(signs_certificates=signs), *critical):
        made = made.add_extension(extension, critical=True)
    found_by = (
        x509.SubjectKeyIdentifier.from_public_key(key),
        x509.AuthorityKeyIdentifier.from_issuer_public_key(issuers_key.public_key()),
    )
    for extension in (*found_by, *others):
        made = made.add_extension(extension, critical=False)
    return made.sign(issuers_key, hashes.SHA256())


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
