"""SetUserPhoto: give somebody a picture, as it is; the service makes others of it in its sizes.

Source: [MS-OXWSCONT] 3.1.4.8.
"""

from binascii import Error as Base64Error
from binascii import a2b_base64

from fakeserver.protocols.ews.answers.forms import Flat
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.photos.errors import NO_PICTURE
from fakeserver.protocols.ews.operations.photos.photo_elements import check_type
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, each
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import content, non_empty
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml
from fakeserver.tenant.directory.pictures import is_picture
from fakeserver.tenant.refusals import MailboxAccessDenied


@operation(
    "SetUserPhoto",
    answer=Flat(),
    since="Exchange2016",
    request=complex_type(elements=each("m:Email m:Content m:TypeRequested", TEXT)),
)
def set_user_photo(call: Call) -> Xml:
    """Set the picture of the caller, or of somebody on whose mailbox they have FullAccess.

    Raises:
        MailboxRefused: they may not, or nobody has the address.
        EwsError: the content is no base64, or no picture.
    """
    address = non_empty(call.part(m("Email"))).strip()
    octets = _octets(content(call.part(m("Content"))))
    check_type(call.parts.get(m("TypeRequested")))
    visit = call.visit_to(address)
    if "FullAccess" not in visit.rights:
        # Rights on single folders open a mailbox too.
        raise MailboxAccessDenied(visit.owner.address, principal=visit.acting_name)
    visit.owner.photo = octets
    return NOTHING


def _octets(given: str) -> bytes:
    try:
        octets = a2b_base64("".join(given.split()), strict_mode=True)
    except (Base64Error, ValueError) as problem:
        raise EwsError(NO_PICTURE) from problem
    if not is_picture(octets):
        raise EwsError(NO_PICTURE)
    return octets
