"""GetFolder: folders by id, however many are asked for.

Source: web-service-reference/getfolder-operation.
"""

from fakeserver.protocols.ews.answers.folder_shapes import FOLDER_SHAPE, FolderShape
from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import FOLDER_IDS, Id, named_folder, read_folder_id
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.exchange.entities import Folder


@operation(
    "GetFolder",
    answer=PerItem("FolderIds", read_folder_id, "<m:Folders/>"),
    since="Exchange2007",
    request=complex_type(elements={"m:FolderShape": FOLDER_SHAPE, "m:FolderIds": FOLDER_IDS}),
)
def get_folder(call: Call) -> Perform[Id[Folder]]:
    """Return each folder in the requested shape; an error in one does not affect the others."""
    shape = FolderShape.read(call)

    def get(folder_id: Id[Folder]) -> Xml:
        return element("m:Folders", shape.write(named_folder(call, folder_id)))

    return get
