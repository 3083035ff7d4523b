"""GetRoomLists: the room lists of the organization.

Source: web-service-reference/getroomlists-operation.
"""

from fakeserver.protocols.ews.answers.forms import Flat
from fakeserver.protocols.ews.operations.rooms.entries import write_entry
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.writing import Xml, element


@operation("GetRoomLists", answer=Flat(), since="Exchange2010", request=complex_type())
def get_room_lists(call: Call) -> Xml:
    """Return every room list, by display name; anybody may ask."""
    lists = sorted(call.tenant.rooms.lists, key=lambda group: group.display_name.lower())
    return element("m:RoomLists", *(write_entry("t:Address", group) for group in lists))
