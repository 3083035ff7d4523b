"""Real answers of Exchange servers, to compare with: they are no part of the project.

They are looked for in ``shared/ews-recordings`` beside the checkout, or where the environment variable EWS_RECORDINGS
says; the tests that need them are skipped where they are absent.
"""

import base64
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from tests.protocols.ews.client import NAMESPACES

#: What is another in each mailbox and at each time; their forms are compared where they have one.
_OWN: dict[str, str] = {
    **dict.fromkeys(
        "DateTimeReceived DateTimeSent DateTimeCreated LastModifiedTime DateTimeStamp".split(),
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    ),
    "Size": r"[1-9]\d+",
    "LastModifiedName": r".+",
    "Name": r".+",
    "UID": r"040000008200E00074C5B7101A82E00800000000[0-9A-F]{16}0{16}10000000[0-9A-F]{32}",
    "ConversationIndex": r"AQ[A-Za-z0-9+/]{28}==",
    "InternetMessageId": r"<[^<>@]+@[^<>@]+>",
    "SyncState": r"[A-Za-z0-9+/]+={0,2}",
    "ObjectId": r"[0-9a-f]{32}",
}
_ID = re.compile(r"(?<=item)id=[^&]+", re.IGNORECASE)
#: Whose versions and builds are another each month.
_OF_A_BUILD = "ServerVersionInfo"
_OF_THE_LISTENER = frozenset(("Date", "Transfer-Encoding"))


@dataclass(frozen=True)
class Recorded:
    """One recorded answer: which file, the how manieth of it, and what came."""

    file: str
    number: int
    headers: dict[str, list[str]]
    body: str

    @property
    def root(self) -> etree._Element:
        """The envelope."""
        return etree.fromstring(self.body.encode())

    @property
    def of_exchange_online(self) -> bool:
        """Whether the service answered, and not a server of Exchange 2019."""
        return 'MajorVersion="15" MinorVersion="20"' in self.body

    @property
    def moment(self) -> datetime:
        """When it was answered."""
        return parsedate_to_datetime(self.headers["Date"][0]).astimezone(UTC)


def recordings_folder() -> Path:
    """Return the folder of recordings; a test that asks is skipped where there is none."""
    beside = Path(__file__).parents[4] / "shared" / "ews-recordings"
    folder = Path(os.environ.get("EWS_RECORDINGS", beside))
    if not folder.exists():
        pytest.skip("recordings of Exchange are not beside the checkout; set EWS_RECORDINGS to their folder")
    return folder


@cache
def recordings() -> dict[tuple[str, int], Recorded]:
    """Return the answers of EWS, by file (below the folder, without ``.json``) and number."""
    folder = recordings_folder()
    found: dict[tuple[str, int], Recorded] = {}
    for path in sorted(folder.rglob("*.json")):
        file = path.relative_to(folder).with_suffix("").as_posix()
        for number, answer in enumerate(json.loads(path.read_text(encoding="utf-8"))):
            if "ServerVersionInfo" in answer.get("body", ""):
                found[file, number] = Recorded(file, number, answer["headers"], answer["body"])
    return found


def recorded(file: str, number: int, path: str) -> list[etree._Element]:
    """Return elements of a recorded answer.

    Args:
        file: below the folder of recordings, without ``.json``.
        number: which of its answers.
        path: of the elements, with the prefixes m: and t:.
    """
    elements = recordings()[file, number].root.findall(f".//{path.removeprefix('.//')}", NAMESPACES)
    assert elements, f"{path} is not in {file}"
    return elements


def kind(root: etree._Element) -> str:
    """Return what kind of answer an envelope is: its elements and attributes in order, runs of like ones as one."""
    parts: list[str] = []
    for child in root:
        attributes = ",".join(map(str, child.keys()))
        part = f"{etree.QName(child).localname}@{attributes}({kind(child)})"
        if parts[-1:] != [part]:
            parts.append(part)
    return " ".join(parts)


def fields(names: Iterable[str]) -> list[str]:
    """Return the names of header fields as lines, without those that the listener writes."""
    return [f"HTTP {name}" for name in names if name not in _OF_THE_LISTENER]


def keep_shared_folders(theirs: etree._Element, ours: etree._Element) -> list[str]:
    """Leave the folders in both lists that have the same names; return the names of the others as lines that differ."""
    lists = [root.find(".//{*}Folders") for root in (theirs, ours)]
    there, here = ([] if each is None else [one.findtext("{*}DisplayName") for one in each] for each in lists)
    for each, names in zip(lists, (here, there), strict=True):
        for one in () if each is None else list(each):
            if one.findtext("{*}DisplayName") not in names:
                one.getparent().remove(one)  # type: ignore[union-attr]
    unshared = [
        *(("-", name) for name in there if name not in here),
        *(("+", name) for name in here if name not in there),
    ]
    return [f"{sign} folder {name}" for sign, name in unshared]


def comparable(item: etree._Element) -> list[str]:
    """Return a tree as lines: elements in order, their attributes and texts, without what is another each time."""
    return list(_lines(item, ""))


def _lines(node: etree._Element, indent: str) -> Iterator[str]:
    name = etree.QName(node).localname
    given = ((str(key), str(value)) for key, value in node.items())
    attributes = " ".join(f"{key}={_attribute(name, key, value)}" for key, value in given)
    yield f"{indent}{name} {attributes} {_shown(name, node.text or '')}".rstrip()
    for child in node:
        yield from _lines(child, indent + "  ")


def _attribute(name: str, key: str, value: str) -> str:
    if key == "ChangeKey":
        # Of what class the item or folder is, four octets, and how long the rest.
        octets = base64.b64decode(value)
        return f"{octets[:4].hex()}+{len(octets) - 4}"
    return "*" if key == "Id" or name == _OF_A_BUILD else value


def _shown(name: str, text: str) -> str:
    if name == "WebClientReadFormQueryString":
        # The servers differ: Exchange Online's has a slash before the question mark.
        return _ID.sub("id=*", text.partition("?")[2])
    if name == "EmailAddress":
        return re.sub(r"[^/=@.]+@.+", "*@*", re.sub(r"(?i)/o=.*/cn=recipients/cn=.+", "/O=*/CN=RECIPIENTS/CN=*", text))
    form = _OWN.get(name)
    if form is None:
        return text
    return "*" if re.fullmatch(form, text) else text
