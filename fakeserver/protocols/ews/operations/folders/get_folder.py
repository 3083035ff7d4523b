"""GetFolder: folders by id, however many are asked for.

Source: web-service-reference/getfolder-operation.
"""

from fakeserver.protocols.ews.answers.forms import Each, PerItem
from fakeserver.protocols.ews.answers.shapes import FOLDER_SHAPE, FolderShape
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import FOLDER_IDS, Id, named_folder, read_folder_id
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import at_least_one
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.exchange.entities import Folder


@operation(
    "GetFolder",
    answer=PerItem("<m:Folders/>"),
    since="Exchange2007",
    request=complex_type(elements={"m:FolderShape": FOLDER_SHAPE, "m:FolderIds": FOLDER_IDS}),
)
def get_folder(call: Call) -> Each[Id[Folder]]:
    """Return each folder in the requested shape; an error in one does not affect the others."""
    shape = FolderShape.read(call)

    def get(folder_id: Id[Folder]) -> Xml:
        return element("m:Folders", shape.write(named_folder(call, folder_id)))

    return Each(at_least_one(call.part(m("FolderIds"))), read_folder_id, get)
