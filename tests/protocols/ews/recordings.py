"""Real answers of Exchange servers, to compare with: they are no part of the project.

They are looked for in ``shared/ews-recordings`` beside the checkout, or where the environment variable EWS_RECORDINGS
says; the tests that need them are skipped where they are absent.
"""

import json
import os
import re
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
}
_ID = re.compile(r"(?<=item)id=[^&]+", re.IGNORECASE)


def recorded(file: str, number: int, path: str) -> list[etree._Element]:
    """Return elements of an answer.

    Args:
        file: below the folder of recordings, without ``.json``.
        number: which of its answers.
        path: of the elements, with the prefixes m: and t:.
    """
    beside = Path(__file__).parents[4] / "shared" / "ews-recordings"
    found = Path(os.environ.get("EWS_RECORDINGS", beside)) / f"{file}.json"
    if not found.exists():
        pytest.skip("recordings of Exchange are not beside the checkout; set EWS_RECORDINGS to their folder")
    answers = json.loads(found.read_text(encoding="utf-8"))
    elements = etree.fromstring(answers[number]["body"].encode()).findall(path, NAMESPACES)
    assert elements, f"{path} is not in {found}"
    return elements


def comparable(item: etree._Element) -> list[str]:
    """Return a tree as lines: elements in order, their attributes and texts, without what is another each time."""
    lines: list[str] = []
    _add_lines(item, "", lines)
    return lines


def _add_lines(node: etree._Element, indent: str, lines: list[str]) -> None:
    name = etree.QName(node).localname
    attributes = " ".join(
        f"{key}={value if key in ('Key', 'BodyType') else '*'}" for key, value in map(_text, node.items())
    )
    lines.append(f"{indent}{name} {attributes} {_shown(name, node.text or '')}".rstrip())
    for child in node:
        _add_lines(child, indent + "  ", lines)


def _text(attribute: tuple[str | bytes, str | bytes]) -> tuple[str, str]:
    key, value = attribute
    assert isinstance(key, str)
    assert isinstance(value, str)
    return key, value


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
