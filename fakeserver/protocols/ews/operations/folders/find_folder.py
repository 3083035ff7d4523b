"""FindFolder: the folders below one or several, right below or at any depth.

Source: web-service-reference/findfolder-operation.
"""

from collections.abc import Iterator
from typing import Final

from fakeserver.protocols.ews.answers.folder_shapes import FOLDER_SHAPE, FolderShape
from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import DEEP_IN_PUBLIC
from fakeserver.protocols.ews.request.ids import FOLDER_IDS, Id, named_folder, read_folder_id
from fakeserver.protocols.ews.request.paging import FOLDER_VIEWS, part_of, read_page
from fakeserver.protocols.ews.request.public_folders import refuse_public
from fakeserver.protocols.ews.request.restrictions import RESTRICTION, read_restriction
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.parts import read_all
from fakeserver.protocols.ews.soap.reading import word_attribute
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.exchange.entities import Folder

TRAVERSAL: Final = of_words("FolderQueryTraversalType", "Shallow Deep SoftDeleted")


@operation(
    "FindFolder",
    answer=PerItem("ParentFolderIds", read_folder_id),
    since="Exchange2007",
    request=complex_type(
        "Traversal",
        {
            "m:FolderShape": FOLDER_SHAPE,
            **FOLDER_VIEWS,
            "m:Restriction": RESTRICTION,
            "m:ParentFolderIds": FOLDER_IDS,
        },
    ),
)
def find_folder(call: Call) -> Perform[Id[Folder]]:
    """Return a page of the folders below each parent; parents come before their children, siblings by name."""
    traversal = word_attribute(call.body, "Traversal", TRAVERSAL)
    shape = FolderShape.read(call, finding=True)
    criterion, page = read_all(
        lambda: read_restriction(call.parts.get(m("Restriction")), of_folders=True), lambda: read_page(call.envelope)
    )

    def find(parent_id: Id[Folder]) -> Xml:
        parent = named_folder(call, parent_id)
        if traversal == "Deep":
            refuse_public(parent, DEEP_IN_PUBLIC)
        below = (folder for folder in _below(parent, traversal) if call.sees(folder))
        found = [folder for folder in below if criterion is None or criterion.met_by(folder)]
        part = part_of(len(found), page)
        shown = element("t:Folders", *(shape.write(folder) for folder in part.of(found)))
        return element("m:RootFolder", shown, **part.attributes())

    return find


def _below(parent: Folder, traversal: str) -> Iterator[Folder]:
    if traversal == "SoftDeleted":
        # There are none: soft deletion keeps a folder's items, and deletes the folder.
        return
    for folder in sorted(parent.children, key=_by_name):
        yield folder
        if traversal == "Deep":
            yield from _below(folder, traversal)


def _by_name(folder: Folder) -> list[tuple[bool, str]]:
    # Signs come before digits and letters, as recorded.
    return [(character.isalnum(), character) for character in folder.display_name.casefold()]
