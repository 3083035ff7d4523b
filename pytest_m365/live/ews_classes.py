"""exchangelib's classes, made ours: a message with properties of MAPI, a folder that can be asked for these.

Imported only where exchangelib is. The program under test may use exchangelib as well: what is registered here is not
on its own classes.
"""

from __future__ import annotations

from typing import Any

from exchangelib.errors import ErrorServerBusy
from exchangelib.extended_properties import ExtendedProperty
from exchangelib.folders import Folder
from exchangelib.items import Message
from exchangelib.protocol import FailFast

from fakeserver.digits import number_in


class _MessageFlags(ExtendedProperty):  # type: ignore[misc]
    """PidTagMessageFlags ([MS-OXCMSG] 2.2.1.6): a message without mfUnsent is no draft."""

    property_tag = 0x0E07
    property_type = "Integer"


class _DeliveryTime(ExtendedProperty):  # type: ignore[misc]
    """PidTagMessageDeliveryTime: when it came."""

    property_tag = 0x0E06
    property_type = "SystemTime"


class _TransportHeaders(ExtendedProperty):  # type: ignore[misc]
    """PidTagTransportMessageHeaders: the header, as text."""

    property_tag = 0x007D
    property_type = "String"


class ImportedMessage(Message):  # type: ignore[misc]
    """A message that comes as MIME, with what its MIME doesn't say."""

    # A list of its own: else what is registered here were on exchangelib's class too.
    FIELDS = Message.FIELDS.copy()


ImportedMessage.register("message_flags", _MessageFlags)
ImportedMessage.register("delivery_time", _DeliveryTime)
ImportedMessage.register("transport_headers", _TransportHeaders)


class AskedFolder(Folder):  # type: ignore[misc]
    """A folder whose items can be asked for by those properties."""

    supported_item_models = (ImportedMessage,)


class FailAtOnce(FailFast):  # type: ignore[misc]
    """Leaves the waiting to us, and says how long the service asks for where HTTP says it too."""

    def raise_response_errors(self, response: Any) -> None:
        """Raise what an answer without an envelope means."""
        seconds = number_in(response.headers.get("Retry-After", ""))
        if seconds is not None:
            raise ErrorServerBusy(f"HTTP {response.status_code}, Retry-After: {seconds}", back_off=seconds)
        super().raise_response_errors(response)
