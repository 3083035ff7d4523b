"""Users' pictures by GET: ``/EWS/Exchange.asmx/s/GetUserPhoto?email=...&size=HR96x96``.

Source: exchange-web-services/how-to-get-user-photos-by-using-ews-in-exchange, for the path and the statuses 200, 304
and 404. Assumption: 400 for a size that the service does not have, and for no address.
"""

from typing import Final, NamedTuple

from fakeserver.protocols.ews.operations.photos.photo_elements import PHOTO_SIZE
from fakeserver.tenant.directory.pictures import ANY_TAG, content_type, entity_tag
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import HttpRequest

PHOTO_PATH: Final = "/ews/exchange.asmx/s/getuserphoto"


class PhotoAnswer(NamedTuple):
    """What a request for a picture is answered with."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


def photo_answer(tenant: Tenant, request: HttpRequest) -> PhotoAnswer:
    """Return the picture of the user with the address in the query; whoever signs in may see it."""
    query = {name.lower(): value for name, value in request.query.items()}
    address, size = query.get("email", "").strip(), query.get("size", "")
    if not address or size not in PHOTO_SIZE.words:
        return PhotoAnswer(400)
    user = tenant.directory.user_by_address(address)
    if user is None or user.photo is None:
        return PhotoAnswer(404)
    tag = entity_tag(user.photo)
    fields = (("ETag", tag), ("Content-Type", content_type(user.photo)))
    if known_tags(request) & {tag, ANY_TAG}:
        return PhotoAnswer(304, headers=fields[:1])
    return PhotoAnswer(200, user.photo, fields)


def known_tags(request: HttpRequest) -> frozenset[str]:
    """Return the entity tags that the client says it knows."""
    return frozenset(tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match").split(","))
