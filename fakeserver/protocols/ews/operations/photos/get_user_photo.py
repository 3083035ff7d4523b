"""GetUserPhoto: the picture of somebody in the organization; whoever signs in may see it.

Sources: web-service-reference/getuserphoto-operation; OfficeDev/ews-managed-api, GetUserPhotoRequest, for the fields of
HTTP and for the status where there is no picture. The picture is the one that was set, in whatever size it is: the
service makes smaller ones of it.
"""

from base64 import b64encode

from fakeserver.protocols.ews.answers.forms import Flat
from fakeserver.protocols.ews.operations.photos.photo_elements import PHOTO_SIZE, check_type
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, each
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import content, word
from fakeserver.protocols.ews.soap.writing import Xml, boolean, joined, text
from fakeserver.tenant.directory.pictures import ANY_TAG, entity_tag
from fakeserver.tenant.refusals import MailboxNotFound


@operation(
    "GetUserPhoto",
    answer=Flat(),
    since="Exchange2013",
    request=complex_type(elements=each("m:Email m:SizeRequested m:TypeRequested", TEXT)),
)
def get_user_photo(call: Call) -> Xml:
    """Return the picture, none with HTTP 404, or none because the caller has it already (If-None-Match).

    Raises:
        MailboxNotFound: nobody in the organization has the address.
    """
    address = content(call.part(m("Email"))).strip()
    word(call.part(m("SizeRequested")), PHOTO_SIZE)
    check_type(call.parts.get(m("TypeRequested")))
    user = call.tenant.directory.user_by_address(address)
    if user is None:
        raise MailboxNotFound(address)
    if user.photo is None:
        call.status = 404
        return _photo(b"")
    tag = entity_tag(user.photo)
    call.answer_headers.append(("ETag", tag))
    return _photo(b"", has_changed=False) if call.known_tags & {tag, ANY_TAG} else _photo(user.photo)


def _photo(octets: bytes, *, has_changed: bool = True) -> Xml:
    # Written also where it is empty: the EWS Managed API looks for the element.
    picture = text("m:PictureData", b64encode(octets).decode("ascii"))
    return joined([boolean("m:HasChanged", has_changed), picture])
