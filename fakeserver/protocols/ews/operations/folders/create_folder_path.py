"""CreateFolderPath: folders of which each is in the one before.

Source: web-service-reference/createfolderpath-operation. Assumption: a folder that is there already is taken as it is,
and after one that cannot be made none of the rest is, each with the same error.
"""

from fakeserver.protocols.ews.answers.folder_shapes import FolderShape
from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.folders.create_folder import made, parent_folder, read_folder
from fakeserver.protocols.ews.operations.folders.folder_properties import FOLDER_TYPES, NewFolder
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import NOTHING_IN_SEARCH
from fakeserver.protocols.ews.request.ids import TARGET_FOLDER, read_target
from fakeserver.protocols.ews.request.public_folders import refuse_public
from fakeserver.protocols.ews.soap.complex_types import complex_type, list_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.refusals import Refusal


def _read(node: Element) -> NewFolder | EwsError:
    """Read a folder, or return why there can be none: what comes behind it in the path is refused as well."""
    try:
        return read_folder(node)
    except EwsError as trouble:
        return trouble


@operation(
    "CreateFolderPath",
    answer=PerItem("RelativeFolderPath", _read, "<m:Folders/>"),
    since="Exchange2013",
    request=complex_type(
        elements={
            "m:ParentFolderId": TARGET_FOLDER,
            "m:RelativeFolderPath": list_type(FOLDER_TYPES),
        }
    ),
)
def create_folder_path(call: Call) -> Perform[NewFolder | EwsError]:
    """Make what is missing of a path; each folder of it is returned, those that were there too."""
    parent_id = read_target(call.part(m("ParentFolderId")))
    #: the folder that the path has come to, or why it goes no further
    place: Folder | Refusal | EwsError | None = None

    def go_on(new: NewFolder | EwsError) -> Folder:
        if isinstance(place, Refusal | EwsError):
            raise place
        parent = _parent() if place is None else place
        if isinstance(new, EwsError):
            raise new
        if parent.search is not None:
            raise EwsError(NOTHING_IN_SEARCH)
        found = parent.child(new.display_name)
        if found is not None and call.sees(found):
            return found
        call.check(parent, "create_folder")
        return made(call, parent, new)

    def _parent() -> Folder:
        parent = parent_folder(call, parent_id)
        refuse_public(parent)
        return parent

    def create(new: NewFolder | EwsError) -> Xml:
        nonlocal place
        try:
            place = go_on(new)
        except (Refusal, EwsError) as trouble:
            place = trouble
            raise
        return element("m:Folders", FolderShape().write(place))

    return create
