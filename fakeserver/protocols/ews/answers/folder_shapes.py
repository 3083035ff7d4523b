"""Response shapes: which properties of folders an answer contains, in the schema's order.

Source: web-service-reference/foldershape; recordings.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from fakeserver.protocols.ews.answers.shapes import PATHS, additional_paths, base_shape
from fakeserver.protocols.ews.answers.sharing import Sharing
from fakeserver.protocols.ews.properties.extended import ExtendedPath
from fakeserver.protocols.ews.properties.folder import FOLDER_ELEMENTS, FOLDER_FIELDS, element_for_folder
from fakeserver.protocols.ews.properties.paths import FolderPath, read_folder_path
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import by_name
from fakeserver.protocols.ews.soap.since import newer_than
from fakeserver.protocols.ews.soap.versions import VERSION
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.tenant.exchange.entities import Folder

FOLDER_SHAPE: Final = complex_type(elements={"t:BaseShape": TEXT, "t:AdditionalProperties": PATHS})
#: What FindFolder leaves out of all properties of public folders. Source: web-service-reference/findfolder-operation.
_NOT_FOUND_IN_PUBLIC: Final = frozenset({"TotalCount", "UnreadCount"})


@dataclass
class FolderShape:
    """Which properties of folders an answer contains."""

    base: str = "IdOnly"
    additional: tuple[FolderPath, ...] = ()
    #: how the caller sees who may do what; None: not asked for
    sharing: Sharing | None = None
    #: whether times are written in milliseconds
    milliseconds: bool = False
    #: whether it is for FindFolder
    finding: bool = False
    _writers: dict[tuple[str, bool], list[Callable[[Folder], Xml]]] = field(default_factory=dict)

    @classmethod
    def read(cls, call: Call, *, finding: bool = False) -> "FolderShape":
        """Read m:FolderShape below an operation's element.

        Args:
            finding: whether it is for FindFolder.

        Raises:
            Violation: it is missing or not as the schema has it.
            EwsError: it asks for what is no property of folders.
        """
        node = call.part(m("FolderShape"))
        given = by_name(node)
        base = base_shape(node, given)
        additional: tuple[FolderPath, ...] = additional_paths(given, read_folder_path)
        return cls(base, additional, Sharing(call), call.envelope.milliseconds, finding)

    def write(self, folder: Folder, name: str = "") -> Xml:
        """Return the folder as an element, e.g. ``CalendarFolder``; empty: the one that fits its class."""
        name, is_public = name or element_for_folder(folder), folder.mailbox.is_public
        writers = self._writers.get((name, is_public))
        if writers is None:
            writers = self._writers[name, is_public] = self._compile(name, is_public)
        return Xml(f"<t:{name}>{''.join([write(folder) for write in writers])}</t:{name}>")

    def _compile(self, name: str, is_public: bool) -> list[Callable[[Folder], Xml]]:
        rows = {row.element: row for row in FOLDER_FIELDS.values()}
        wanted = {path.element for path in self.additional if not isinstance(path, ExtendedPath)} | {"FolderId"}
        if self.base != "IdOnly":
            everything = self.base == "AllProperties"
            newer = newer_than(VERSION if self.sharing is None else self.sharing.version).properties
            shown = (row for row in rows.values() if row.default or (everything and row.all_properties))
            left_out = _NOT_FOUND_IN_PUBLIC if is_public and everything and self.finding else frozenset[str]()
            wanted |= {row.element for row in shown if row.uri not in newer} - left_out
        writers: list[Callable[[Folder], Xml]] = []
        for child in FOLDER_ELEMENTS[name]:
            if child == "ExtendedProperty":
                extended = (path for path in self.additional if isinstance(path, ExtendedPath))
                writers.extend(
                    partial(path.write, precise=self.milliseconds, finding=self.finding) for path in extended
                )
            elif child in wanted and self.sharing is not None and child == "EffectiveRights":
                writers.append(self.sharing.folder_rights)
            elif child in wanted and self.sharing is not None and child == "PermissionSet":
                writers.append(self.sharing.permission_set)
            elif child in wanted and child in rows:
                writers.append(rows[child].write)
        return writers
