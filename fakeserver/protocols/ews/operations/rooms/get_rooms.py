"""GetRooms: the rooms on a room list.

Source: web-service-reference/getrooms-operation; a list that nobody knows: exchangelib's tests.
"""

from typing import Final

from fakeserver.protocols.ews.answers.forms import Flat
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.names.errors import NO_RESULTS
from fakeserver.protocols.ews.operations.rooms.entries import write_entry
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.mailboxes import MAILBOX, read_mailbox
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.directory.users import User

_ROOM_LIST: Final = m("RoomList")


@operation("GetRooms", answer=Flat(), since="Exchange2010", request=complex_type(elements={"m:RoomList": MAILBOX}))
def get_rooms(call: Call) -> Xml:
    """Return the rooms on the list, in its order.

    Assumption: a distribution group that is no room list has no results, as an address that nobody has.
    """
    address = read_mailbox(call.part(_ROOM_LIST))
    group = call.tenant.directory.distribution_group(address)
    if group is None or not group.is_room_list:
        raise EwsError(NO_RESULTS)
    rooms = [member for member in group.present_members() if isinstance(member, User) and member.is_room]
    return element("m:Rooms", *(element("t:Room", write_entry("t:Id", room)) for room in rooms))
