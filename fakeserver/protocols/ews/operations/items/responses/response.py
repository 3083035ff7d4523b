"""What a response object is: an element of CreateItem that answers another item instead of being one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import ComplexType
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.tenant.exchange.entities import Folder

Request = TypeVar("Request")


class Ways(NamedTuple):
    """What a CreateItem request says of all that it makes."""

    #: MessageDisposition; empty where it is not given
    disposition: str
    #: finds the folder of m:SavedItemFolderId; None: none is named
    named_folder: Callable[[], Folder] | None


@dataclass(frozen=True)
class ResponseObject(Generic[Request]):
    """How one of them is read and performed."""

    #: what its element may contain
    type: ComplexType
    #: reads the element; raises Violation, or EwsError
    read: Callable[[Element], Request]
    #: performs it, and returns what stands behind the response code, m:Items first
    perform: Callable[[Call, Request, Ways], Xml]
