"""What the requests for users' pictures have in common: a size and a kind."""

from typing import Final

from fakeserver.protocols.ews.errors import not_performed_here
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.reading import Element, word

#: Source: web-service-reference/sizerequested; the last two are the schema's.
PHOTO_SIZE: Final = of_words(
    "UserPhotoSizeType",
    "HR48x48 HR64x64 HR96x96 HR120x120 HR240x240 HR360x360 HR432x432 HR504x504 HR648x648 HR1024xN HR1920xN",
)
PHOTO_TYPE: Final = of_words("UserPhotoTypeType", "UserPhoto ProfileHeaderPhoto")


def check_type(node: Element | None) -> None:
    """Refuse a request for another picture than the user's own.

    Raises:
        Violation: it is of no type of the schema.
        EwsError: it is the picture behind the head of a profile.
    """
    if node is not None and word(node, PHOTO_TYPE) != "UserPhoto":
        raise not_performed_here("TypeRequested ProfileHeaderPhoto")
