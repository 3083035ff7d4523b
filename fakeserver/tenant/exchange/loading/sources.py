"""Which files there are at a path, what they are, and into which folders they go."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fakeserver.tenant.exchange.loading.loaded import NotLoaded
from fakeserver.tenant.exchange.loading.maildir import is_maildir, subfolders

TAKEN = "load takes .eml, mbox, Maildir, .ics and .vcf, and folders of these"


class Form(StrEnum):
    """How a file is written."""

    MESSAGE = "message"
    MBOX = "mbox"
    MAILDIR = "Maildir"
    ICALENDAR = "iCalendar"
    VCARD = "vCard"


_SUFFIXES = {
    ".eml": Form.MESSAGE, ".mbox": Form.MBOX, ".mbx": Form.MBOX, ".ics": Form.ICALENDAR, ".vcf": Form.VCARD,
}  # fmt: skip
#: Outlook's own files -> how they become others.
_REFUSED = {
    ".pst": "readpst -e -o FOLDER {name} (from libpst) writes its messages as .eml",
    ".ost": "export it from Outlook as .pst; readpst -e -o FOLDER FILE.pst (from libpst) writes its messages as .eml",
    ".msg": "msgconvert {name} (Email::Outlook::Message) writes it as .eml",
}


@dataclass(frozen=True)
class Source:
    """One file, or one Maildir."""

    path: Path
    kind: Form
    #: the names of the folder and those above it, from where loading began; empty for the usual one
    folder: tuple[str, ...] = ()


def check_taken(path: Path) -> None:
    """Refuse what is not there, and a file of a form that is never taken.

    Raises:
        NotLoaded: says what is taken, and how the file becomes that.
    """
    if not path.exists():
        raise NotLoaded(f"{path} does not exist")
    suffix = path.suffix.lower()
    if suffix in _REFUSED and path.is_file():
        how = _REFUSED[suffix].format(name=path.name)
        raise NotLoaded(f"{path}: a {suffix} is Outlook's own form, which is not read. {TAKEN}: {how}")


def sources(path: Path, remarks: list[str], folder: tuple[str, ...] = ()) -> Iterator[Source]:
    """Yield what is to be loaded from a path, by name; note what is none of it in the remarks.

    Raises:
        NotLoaded: it is of a form that is not taken, or it is not there.
    """
    check_taken(path)
    if path.is_file():
        form = _form(path)
        if form is None:
            raise NotLoaded(f"{path} is none of what is taken: {TAKEN}")
        yield Source(path, form, folder)
    elif is_maildir(path):
        yield Source(path, Form.MAILDIR, folder)
        for names, below in subfolders(path, remarks):
            yield Source(below, Form.MAILDIR, (*folder, *names))
    else:
        yield from _in_folder(path, remarks, folder)


def _in_folder(path: Path, remarks: list[str], folder: tuple[str, ...]) -> Iterator[Source]:
    for entry in sorted(path.iterdir()):
        if entry.is_dir():
            yield from sources(entry, remarks, (*folder, entry.name))
        elif (form := _form(entry)) is not None:
            yield Source(entry, form, folder)
        else:
            remarks.append(f"{entry}: is none of what is taken")


def _form(path: Path) -> Form | None:
    """Return how a file is written, by its suffix, or by how it begins where it has another."""
    check_taken(path)
    suffix = path.suffix.lower()
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    with path.open("rb") as file:
        return Form.MBOX if file.read(5) == b"From " else None
