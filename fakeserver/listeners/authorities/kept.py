"""An authority that is kept across restarts, and may sign for our own names alone."""

import os
import ssl
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import DNSName, IPAddress, SubjectAlternativeName
from cryptography.x509.oid import NameOID

from fakeserver.listeners.authorities import constraints, kept_files
from fakeserver.listeners.authorities.chain import BACKDATED, Chain
from fakeserver.listeners.authorities.kept_files import CERTIFICATE, RENEW, AuthorityError
from fakeserver.listeners.authorities.x509_certificates import FOR_SERVERS, name_of, signed
from fakeserver.trust import LOOPBACK

#: Apple's systems refuse more than 825 days; a program's clock that is a year ahead is a usual test.
#: Source: support.apple.com/103769.
_GOOD_FOR = timedelta(days=398)


class KeptAuthority:
    """An authority of a folder.

    Attributes:
        certificate: what clients trust (PEM).
        file: where that lies.
        lifetime: for how many seconds a certificate is good.
        permitted: for what it may sign: with a host name, all names below it.
    """

    lifetime = _GOOD_FOR.total_seconds()

    def __init__(self, folder: Path, chain: Chain) -> None:
        self.file = folder / CERTIFICATE
        self.certificate = chain.root_pem
        self.permitted = constraints.permitted(chain.signer)
        self.root = chain.root
        self._chain = chain
        self._check(datetime.now(UTC))

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return the authority that is kept in a folder.

        Raises:
            AuthorityError: there is none, or it cannot be used.
        """
        chain = kept_files.read(folder)
        if chain is None:
            raise AuthorityError(f"there is no authority in {folder}; `fakeserver serve --ca-dir {folder}` makes one")
        return cls(folder.absolute(), chain)

    @classmethod
    def of(cls, folder: Path, names: Iterable[str], others: Iterable[str] = ()) -> Self:
        """Return the authority that is kept in a folder, or one that is made and kept there.

        Args:
            names: host names and IP addresses for which it must be good, beside loopback's and the real service's.
            others: those for which it is, if it is made now.

        Raises:
            AuthorityError: what is there cannot be used, or not for these names; or nothing can be kept there.
        """
        asked = list(names)
        chain = kept_files.read(folder) or kept_files.keep(folder, Chain.made([*asked, *others]))
        authority = cls(folder.absolute(), chain)
        missing = [name for name in asked if not authority.covers(name)]
        if missing:
            raise AuthorityError(authority.cannot_sign_for(missing))
        return authority

    def _check(self, now: datetime) -> None:
        """Refuse one that is of no use now.

        Raises:
            AuthorityError: it has expired, or is none of ours.
        """
        if not self.covers(LOOPBACK[0]):
            raise AuthorityError(f"{self._where} is none that fakeserver has made: {RENEW}")
        since, until = self.root.not_valid_before_utc, self.root.not_valid_after_utc
        if now > until:
            raise AuthorityError(f"{self._where} has expired on {until:%Y-%m-%d}: {RENEW}")
        if now < since:
            raise AuthorityError(
                f"{self._where} is good from {since:%Y-%m-%d} on, and it is {now:%Y-%m-%d}: set the machine's clock"
            )

    def cannot_sign_for(self, names: Iterable[str]) -> str:
        """Return a sentence that says so, and what to do."""
        return (
            f"{self._where} was not made for {', '.join(names)}, and signs for no other names than it was made for: "
            f"{RENEW}; or give another --ca-dir"
        )

    @property
    def _where(self) -> str:
        return f"the authority in {self.file.parent}"

    def described(self) -> dict[str, str]:
        """Return what there is to know of it, by what it is."""
        common_name = self.root.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
        return {
            "Authority": str(common_name),
            "File": str(self.file),
            "SHA-256": self.root.fingerprint(hashes.SHA256()).hex(":").upper(),
            "Good until": f"{self.root.not_valid_after_utc:%Y-%m-%d}",
            "Signs for": ", ".join(str(name.value) for name in self.permitted),
        }

    def covers(self, name: str) -> bool:
        """Say whether clients take its signature for a host name or an IP address."""
        return constraints.covers(self.permitted, name)

    def issue(
        self,
        *names: str,
        common_name: str | None = None,
        not_before: datetime | None = None,
        not_after: datetime | None = None,
    ) -> "KeptLeaf":
        """Sign a certificate.

        Raises:
            ValueError: a name is none, or not for this authority to sign.
        """
        others = [name for name in names if not self.covers(name)]
        if others:
            raise ValueError(f"the authority may not sign for {', '.join(others)}")
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
        certificate = signed(
            name_of(common_name),
            key.public_key(),
            self._chain.signer.subject,
            self._chain.key,
            since=not_before or now - BACKDATED,
            until=not_after or min(now + _GOOD_FOR, self.root.not_valid_after_utc),
            others=[FOR_SERVERS, SubjectAlternativeName(list(map(_general_name, names)))],
        )
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return KeptLeaf(pem + certificate.public_bytes(Encoding.PEM) + self._chain.signer_pem)


@dataclass(frozen=True, repr=False)
class KeptLeaf:
    """A server's certificate with its key, and the signer's certificate."""

    pem: bytes

    def configure_cert(self, context: ssl.SSLContext, /) -> None:
        """Let a context present it."""
        # OpenSSL reads files alone.
        number, name = tempfile.mkstemp(suffix=".pem")
        try:
            with open(number, "wb") as file:
                file.write(self.pem)
            context.load_cert_chain(name)
        finally:
            os.unlink(name)


def _general_name(name: str) -> DNSName | IPAddress:
    try:
        return IPAddress(ip_address(name))
    except ValueError:
        return DNSName(name)
