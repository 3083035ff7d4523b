"""GetFolder: folders by id, however many are asked for.

Source: web-service-reference/getfolder-operation.
"""

from fakeserver.protocols.ews.answers.responses import per_item
from fakeserver.protocols.ews.answers.shapes import FolderShape
from fakeserver.protocols.ews.answers.sharing import Sharing
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import Element, children, required
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.steps import Steps


@operation("GetFolder")
def get_folder(call: Call) -> Steps[Xml]:
    """Return each folder in the shape asked for; one that cannot be had spoils no other."""
    shape = FolderShape.read(call.body, Sharing(call))

    def get(folder_id: Element) -> Xml:
        return element("m:Folders", shape.write(call.folder(folder_id)))

    return per_item(call, children(required(call.body, m("FolderIds"))), get, Xml("<m:Folders/>"))
