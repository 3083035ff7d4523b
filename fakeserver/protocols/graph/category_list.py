"""The categories that a mailbox's owner can choose from, with their colours: the list that Outlook keeps.

It is the configuration ``CategoryList`` of the calendar, which EWS reads and writes as XML: what others have written
there, and what of it nobody here knows, stays.

Sources: [MS-OXOCFG] 2.2.5.2.2; learn.microsoft.com/graph/api/outlookuser-list-mastercategories for what a new mailbox
has. Assumptions: until somebody changes the list it is not stored, so that EWS finds none; what cannot be read is an
empty list; a category without a GUID has one that is made of its name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid5
from xml.dom.minidom import Document, Element, parseString
from xml.parsers.expat import ExpatError

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.configuration import CLASS_PREFIX
from fakeserver.tenant.exchange.mailbox import Mailbox

#: The colour of a category that has none; the others are 0 to 24.
NO_COLOR: Final = -1
LAST_COLOR: Final = 24
#: Up to 255 characters, of those that XML keeps as they are.
_NAME: Final = re.compile(r"[ -\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]{1,255}")
_CLASS: Final = f"{CLASS_PREFIX}CategoryList"
_NAMESPACE: Final = "CategoryList.xsd"
_NEW: Final = {"Red": 0, "Orange": 1, "Yellow": 3, "Green": 4, "Blue": 7, "Purple": 8}
_GUID: Final = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.IGNORECASE)
#: What a new one has besides: no shortcut, and never used.
_NEVER: Final = "1601-01-01T00:00:00.000"
_UNUSED: Final = {
    "keyboardShortcut": "0",
    "usageCount": "0",
    "lastTimeUsedNotes": _NEVER,
    "lastTimeUsedJournal": _NEVER,
    "lastTimeUsedContacts": _NEVER,
    "lastTimeUsedTasks": _NEVER,
    "lastTimeUsedCalendar": _NEVER,
    "lastTimeUsedMail": _NEVER,
    "lastTimeUsed": _NEVER,
    "lastSessionUsed": "0",
}


@dataclass(frozen=True, slots=True)
class Category:
    """One category."""

    #: a GUID in lower case, without braces
    category_id: str
    name: str
    #: 0 to 24, or `NO_COLOR`
    color: int


def is_name(text: str) -> bool:
    """Say whether a category can be called so."""
    return _NAME.fullmatch(text) is not None


class MasterCategories:
    """The list of one mailbox. Use it with the tenant's lock held."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    def __iter__(self) -> Iterator[Category]:
        return (self._read(node) for node in _nodes(self._document()))

    def add(self, category: Category) -> None:
        """Put a category at the end."""
        document = self._document()
        root = _root(document)
        prefix = f"{root.prefix}:" if root.prefix else ""
        root.appendChild(_made(document, f"{prefix}category", category))
        self._store(document)

    def set_color(self, category: Category, color: int) -> None:
        """Give a category of the list another colour."""
        document = self._document()
        for node in _nodes(document):
            if self._read(node) == category:
                node.setAttribute("color", str(color))
        self._store(document)

    def remove(self, category: Category) -> None:
        """Take a category out; items that have it keep its name."""
        document = self._document()
        for node in _nodes(document):
            if self._read(node) == category:
                _root(document).removeChild(node)
        self._store(document)

    # --- the XML -----------------------------------------------------------------------------------------------------

    def _item(self) -> Item | None:
        folder = self._mailbox.folders.distinguished("calendar")
        if not folder.associated_count:
            return None
        wanted = _CLASS.lower()
        return next((item for item in folder.items.values() if item.item_class.lower() == wanted), None)

    def _document(self) -> Document:
        item = self._item()
        if item is None:
            document = _empty()
            for color, number in _NEW.items():
                name = f"{color} category"
                _root(document).appendChild(_made(document, "category", Category(self._id_of(name), name, number)))
            return document
        try:
            document = parseString(item.get("xml") or b"")
            # What nests too deeply could not be written again.
            document.toxml()
        except (ExpatError, ValueError, LookupError, RecursionError):
            return _empty()
        return document

    def _store(self, document: Document) -> None:
        root = _root(document)
        session = _number(root, "lastSavedSession", 0)
        root.setAttribute("lastSavedSession", str(session + 1))
        root.setAttribute("lastSavedTime", _moment(self._mailbox.clock.now()))
        xml, item = document.toxml("utf-8"), self._item()
        if item is not None:
            self._mailbox.items.update(item, {"xml": xml})
            return
        calendar = self._mailbox.folders.distinguished("calendar")
        self._mailbox.items.add(calendar, _CLASS, {"is_associated": True, "xml": xml})

    def _read(self, node: Element) -> Category:
        name, color = node.getAttribute("name"), _number(node, "color", NO_COLOR)
        found = _GUID.fullmatch(node.getAttribute("guid").strip())
        return Category(
            self._id_of(name) if found is None else found[1].lower(),
            name,
            color if NO_COLOR <= color <= LAST_COLOR else NO_COLOR,
        )

    def _id_of(self, name: str) -> str:
        return str(uuid5(UUID(self._mailbox.guid), name.casefold()))


def _empty() -> Document:
    document = Document()
    root = document.createElementNS(_NAMESPACE, "categories")
    root.setAttribute("xmlns", _NAMESPACE)
    root.setAttribute("default", "")
    document.appendChild(root)
    return document


def _made(document: Document, tag: str, category: Category) -> Element:
    node = document.createElementNS(_NAMESPACE, tag)
    attributes = {"name": category.name, "color": str(category.color), **_UNUSED}
    for name, value in {**attributes, "guid": f"{{{category.category_id}}}"}.items():
        node.setAttribute(name, value)
    return node


def _root(document: Document) -> Element:
    root = document.documentElement
    assert root is not None
    return root


def _nodes(document: Document) -> list[Element]:
    """Return the elements of categories that have a name."""
    children: list[Any] = list(_root(document).childNodes)
    return [
        node
        for node in children
        if node.nodeType == node.ELEMENT_NODE and node.localName == "category" and node.getAttribute("name").strip()
    ]


def _number(node: Element, name: str, default: int) -> int:
    try:
        return int(node.getAttribute(name))
    except ValueError:
        return default


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}"
