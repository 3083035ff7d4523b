"""``python -m benchmarks.bare_ews``: an aiohttp handler that parses FindItem with lxml and writes 12 messages.

What no EWS on aiohttp and lxml can be faster than: no token, no mailbox, no check of what is asked. Prints its URL, and
serves until it is ended.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from xml.sax.saxutils import escape

from aiohttp import web
from lxml import etree

from benchmarks.bare_http import serving

ITEMS: Final = 12
_SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
_EXCHANGE: Final = "http://schemas.microsoft.com/exchange/services/2006"
_NAMES: Final = {"s": _SOAP, "m": f"{_EXCHANGE}/messages", "t": f"{_EXCHANGE}/types"}
_SCHEMAS: Final = 'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
#: Content-Type is the request's handler's; of the others as many as the service sends.
_HEADERS: Final = {"Cache-Control": "private", "Server": "Microsoft-HTTPAPI/2.0"}


@dataclass
class _Message:
    item_id: str
    change_key: str
    subject: str
    size: int
    created: datetime
    sender: str
    is_read: bool


def _row(message: _Message) -> str:
    """Return a message as text, as FindItem shows it in the shape Default."""
    return (
        f'<t:Message><t:ItemId Id="{message.item_id}" ChangeKey="{message.change_key}"/>'
        f"<t:Subject>{escape(message.subject)}</t:Subject><t:Sensitivity>Normal</t:Sensitivity>"
        f"<t:Size>{message.size}</t:Size>"
        f"<t:DateTimeCreated>{message.created.isoformat(timespec='seconds')[:19]}Z</t:DateTimeCreated>"
        "<t:HasAttachments>false</t:HasAttachments><t:IsAssociated>false</t:IsAssociated>"
        "<t:IsReadReceiptRequested>false</t:IsReadReceiptRequested>"
        "<t:IsDeliveryReceiptRequested>false</t:IsDeliveryReceiptRequested>"
        f"<t:From><t:Mailbox><t:Name>{escape(message.sender)}</t:Name></t:Mailbox></t:From>"
        f"<t:IsRead>{'true' if message.is_read else 'false'}</t:IsRead></t:Message>"
    )


def _answered(request: bytes, messages: list[_Message]) -> str:
    root = etree.fromstring(request)
    asked = root.find("s:Body/m:FindItem", _NAMES)
    assert asked is not None
    assert asked.findtext("m:ItemShape/t:BaseShape", None, _NAMES) == "Default"
    view = asked.find("m:IndexedPageItemView", _NAMES)
    assert view is not None
    number = int(view.get("MaxEntriesReturned", "0"))
    rows = "".join(map(_row, messages[:number]))
    return (
        f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{_SOAP}"><s:Header><h:ServerVersionInfo '
        'MajorVersion="15" MinorVersion="20" MajorBuildNumber="7270" MinorBuildNumber="33" Version="V2018_01_08" '
        f'xmlns:h="{_NAMES["t"]}" {_SCHEMAS}/></s:Header><s:Body><m:FindItemResponse xmlns:m="{_NAMES["m"]}" '
        f'{_SCHEMAS} xmlns:t="{_NAMES["t"]}"><m:ResponseMessages><m:FindItemResponseMessage ResponseClass="Success">'
        f'<m:ResponseCode>NoError</m:ResponseCode><m:RootFolder IndexedPagingOffset="{number}" '
        f'TotalItemsInView="{len(messages)}" IncludesLastItemInRange="false"><t:Items>{rows}</t:Items></m:RootFolder>'
        "</m:FindItemResponseMessage></m:ResponseMessages></m:FindItemResponse></s:Body></s:Envelope>"
    )


async def serve() -> None:
    """Serve on a free port for ever."""
    now = datetime.now(UTC)
    messages = [
        _Message(f"{number:A>144}", "C" * 40, f"Message {number}", 4000, now, "Bob", False) for number in range(1000)
    ]

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        body = _answered(await request.read(), messages).encode()
        return web.Response(body=body, content_type="text/xml", charset="utf-8", headers=_HEADERS)

    await serving(answer)


if __name__ == "__main__":
    asyncio.run(serve())
