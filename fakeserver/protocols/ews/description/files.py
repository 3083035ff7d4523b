"""The files of the description, by the paths at which they are asked for."""

from collections.abc import Callable
from typing import Final

from fakeserver.protocols.ews.description.schemas import messages_xsd, types_xsd
from fakeserver.protocols.ews.description.wsdl import services_wsdl

#: Path in lower case -> the function that returns the file, given the URL of the service.
FILES: Final[dict[str, Callable[[str], bytes]]] = {
    "/ews/services.wsdl": services_wsdl,
    "/ews/messages.xsd": lambda _url: messages_xsd(),
    "/ews/types.xsd": lambda _url: types_xsd(),
}
