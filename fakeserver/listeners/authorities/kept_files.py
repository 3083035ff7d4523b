"""The folder of a kept authority: ``ca.pem`` for everybody, ``ca-key.pem`` for its owner alone.

The second file holds the whole authority. It appears at once, or not at all, and never takes the place of another; so
of several processes that make one at the same time all but the first find that one. ``ca.pem`` is a copy of its part.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography import x509

from fakeserver.listeners.authorities.chain import Chain
from fakeserver.listeners.folder import show_folder

CERTIFICATE, KEY = "ca.pem", "ca-key.pem"
#: what there is to do about an authority that is of no use any more
RENEW = f"remove {CERTIFICATE} and {KEY} there and start again, and let programs trust the new {CERTIFICATE}"


class AuthorityError(ValueError):
    """A kept authority cannot be used; the text says what to do."""


def read(folder: Path) -> Chain | None:
    """Return the authority of a folder; None where there is none.

    Raises:
        AuthorityError: what is there cannot be used.
    """
    key, certificate = folder / KEY, folder / CERTIFICATE
    with _problems(folder):
        if not key.exists():
            if certificate.exists():
                raise AuthorityError(
                    f"{folder} has {CERTIFICATE} but not its key, {KEY}: put that back, or remove {CERTIFICATE} and "
                    "start again, and let programs trust the new one"
                )
            return None
        _check_mode(key)
        try:
            chain = Chain.of_pem(key.read_bytes())
        except ValueError as error:
            raise AuthorityError(f"{key} is broken: {error}; {RENEW}") from error
        if certificate.exists():
            _check_same(certificate, chain)
        else:
            # Whoever made it did not get that far.
            _publish(certificate, chain.root_pem)
    return chain


def keep(folder: Path, chain: Chain) -> Chain:
    """Write an authority to a folder, which is made if need be, and return the one that is there now.

    Raises:
        AuthorityError: it cannot be written.
    """
    with _problems(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            show_folder(folder)
        draft = _draft(folder / KEY, chain.pem())
        try:
            _check_mode(draft)
            # It fails where there is one already.
            os.link(draft, folder / KEY)
        except FileExistsError:
            there = read(folder)
            assert there is not None
            return there
        finally:
            draft.unlink()
        _publish(folder / CERTIFICATE, chain.root_pem)
    return chain


def _check_mode(key: Path) -> None:
    """Refuse a key that others may read, on systems that have modes."""
    mode = key.stat().st_mode & 0o777
    if os.name != "nt" and mode & 0o077:
        raise AuthorityError(
            f"{key.parent / KEY} may be read by others (mode {mode:o}), who could pose as every server that is trusted "
            f"with it: chmod 600 it, or if the file system keeps no modes, give --ca-dir a folder on another one"
        )


def _check_same(certificate: Path, chain: Chain) -> None:
    try:
        same = x509.load_pem_x509_certificate(certificate.read_bytes()) == chain.root
    except ValueError:
        same = False
    if not same:
        raise AuthorityError(
            f"{certificate} is not the certificate that belongs to {KEY} beside it: remove {CERTIFICATE}, and it is "
            "written anew"
        )


def _publish(path: Path, content: bytes) -> None:
    """Write a file that everybody may read, at once."""
    draft = _draft(path, content)
    try:
        draft.chmod(0o644)
        draft.replace(path)
    finally:
        # Not there any more when all went well.
        with suppress(FileNotFoundError):
            draft.unlink()


def _draft(path: Path, content: bytes) -> Path:
    """Write a file's content beside it, for its owner alone, down to the disk."""
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    with open(number, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


@contextmanager
def _problems(folder: Path) -> Iterator[None]:
    """Say what the system has refused as a sentence."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise AuthorityError(
            f"cannot keep an authority in {folder}: {reason} ({error.filename or folder}); give --ca-dir a folder that "
            "this user may read and write, on a file system with hard links"
        ) from error
