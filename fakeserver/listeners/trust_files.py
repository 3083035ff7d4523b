"""Trust in the fake in the forms that programs of other languages read: a hashed folder, a Java trust store.

Each holds the machine's own roots as well, since a program that is told where its roots are reads no others.
"""

import hashlib
import os
import re
import shutil
import ssl
import struct
from pathlib import Path

from cryptography.x509 import Name, load_pem_x509_certificate

from fakeserver.listeners.folder import show, show_folder

#: how .NET and OpenSSL find the folder of roots that they would read
FOLDER_VARIABLE = "SSL_CERT_DIR"
#: Java asks for one; there is nothing secret in a trust store
STORE_PASSWORD = "changeit"
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----[\w+/=\s]+-----END CERTIFICATE-----", re.ASCII)
_UTF8_STRING, _SET, _SEQUENCE = b"\x0c", b"\x31", b"\x30"


def fill_hashed_folder(folder: Path, authority: Path) -> None:
    """Fill a folder as OpenSSL looks certificates up in one: each file has the name of its subject's hash.

    Args:
        authority: the PEM file of our own authority; those of the machine's folders are linked to.
    """
    show_folder(folder)
    for machines in _machine_folders():
        for certificate in machines.iterdir():
            link = folder / certificate.name
            if not link.is_symlink() and certificate.is_file():
                link.symlink_to(certificate)
    add_authority(folder, authority)


def copy_hashed_folder(folder: Path, place: Path, authority: Path) -> None:
    """Make a copy of one of the machine's folders, to be shown in its place, and add our own authority to it.

    Its links are copied as they are: from that place they lead where they led before.
    """
    show_folder(folder)
    for entry in os.scandir(place):
        copy = folder / entry.name
        if entry.is_symlink():
            copy.symlink_to(os.readlink(entry))
        elif entry.is_dir():
            shutil.copytree(entry, copy, symlinks=True)
        elif os.access(entry, os.R_OK):
            shutil.copy(entry, copy)
    add_authority(folder, authority)


def add_authority(folder: Path, authority: Path) -> None:
    """Add our own authority to such a folder.

    Under a second name too: others than OpenSSL read every file whose name ends in .pem (Guile's client of HTTP).
    """
    subject = load_pem_x509_certificate(authority.read_bytes()).subject
    name = subject_hash(subject)
    number = next(n for n in range(len(os.listdir(folder)) + 1) if not os.path.lexists(folder / f"{name}.{n}"))
    for own in (f"{name}.{number}", "fakeserver.pem"):
        show(folder / own, authority.read_bytes())


def _machine_folders() -> list[Path]:
    """Return the folders of roots that OpenSSL would read here."""
    named = os.environ.get(FOLDER_VARIABLE) or ssl.get_default_verify_paths().openssl_capath
    return [Path(folder) for folder in named.split(os.pathsep) if folder and Path(folder).is_dir()]


def subject_hash(subject: Name) -> str:
    """Return the hash by which OpenSSL (1.0 and newer) looks a certificate up, as ``openssl x509 -hash`` prints it.

    It is the hash of the name in a canonical form: UTF-8, in small letters, white space folded.
    """
    canonical = b"".join(
        _der(
            _SET,
            # The order of a set in DER (X.690, section 11.6).
            *sorted(
                _der(_SEQUENCE, _object_identifier(part.oid.dotted_string), _der(_UTF8_STRING, _folded(part.value)))
                for part in parts
            ),
        )
        for parts in subject.rdns
    )
    return hashlib.sha1(canonical, usedforsecurity=False).digest()[3::-1].hex()


def _folded(value: str | bytes) -> bytes:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return b" ".join(text.encode().lower().split())


def _object_identifier(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    octets = b""
    for number in (40 * first + second, *rest):
        septets = [number & 0x7F]
        while number := number >> 7:
            septets.append(number & 0x7F | 0x80)
        octets += bytes(reversed(septets))
    return _der(b"\x06", octets)


def _der(tag: bytes, *contents: bytes) -> bytes:
    content = b"".join(contents)
    size = len(content)
    if size < 0x80:
        return tag + bytes([size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return tag + bytes([0x80 | len(length)]) + length + content


def java_store(bundle: bytes) -> bytes:
    """Return a trust store for Java with the certificates of a bundle (PEM), as JKS.

    Every Java reads this form, and certificates go into it unread; some machines have old roots that are not quite
    what they should be. Source: the comments of OpenJDK's sun.security.provider.JavaKeyStore.
    """
    certificates = _CERTIFICATE.findall(bundle.decode("ascii", "replace"))
    content = b"\xfe\xed\xfe\xed" + struct.pack(">II", 2, len(certificates))
    for number, certificate in enumerate(certificates):
        encoded = ssl.PEM_cert_to_DER_cert(certificate)
        content += struct.pack(">I", 2) + _utf(f"root {number}") + struct.pack(">Q", 0)
        content += _utf("X.509") + struct.pack(">I", len(encoded)) + encoded
    keyed = STORE_PASSWORD.encode("utf-16-be") + b"Mighty Aphrodite" + content
    return content + hashlib.sha1(keyed, usedforsecurity=False).digest()


def _utf(text: str) -> bytes:
    return struct.pack(">H", len(text)) + text.encode("ascii")
