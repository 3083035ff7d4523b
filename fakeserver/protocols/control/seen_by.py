"""A message as each protocol sees it: what FETCH, RETR and GetItem give clients. Nothing is noted, nothing changes."""

import math
from typing import Final

from lxml import etree

from fakeserver.protocols.control.message_view import Views
from fakeserver.protocols.ews.registry import performed
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap import envelope
from fakeserver.protocols.imap.fetch_grammar import ITEMS
from fakeserver.protocols.imap.fetching import answers
from fakeserver.protocols.imap.selected import Selected
from fakeserver.protocols.pop3.maildrop import multi_line
from fakeserver.steps import finish
from fakeserver.tenant.access.credentials import Password
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.visit import Visit, Visitor
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.permissions.mailbox_permissions import RIGHTS
from fakeserver.tenant.exchange.presentation import Presentation
from fakeserver.tenant.tenant import Tenant

#: Octets of a message that are shown as text.
_SHOWN: Final = 256 * 1024
#: What a client asks IMAP for.
_FETCHED: Final = ("UID", "FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODYSTRUCTURE")


def views(cloud: Cloud, tenant: Tenant, box: Mailbox, item: Item) -> Views:
    """Show a message to each protocol; the lock is held."""
    owner = tenant.user(box.address)
    imap = Presentation(exact_size=owner.imap_exact_size, force_ical=owner.imap_force_ical)
    pop3 = Presentation(exact_size=owner.pop_exact_size, force_ical=owner.pop_force_ical)
    return Views(_by_imap(box, item, imap), _by_pop3(item, pop3), _by_ews(cloud, tenant, box, owner, item))


def _by_imap(box: Mailbox, item: Item, presentation: Presentation) -> str:
    view = Selected(item.folder, box.changes, read_only=True, presentation=presentation)
    number = view.number_of(item.uid)
    if number is None:
        return "IMAP does not show it: it belongs to the folder, and not to what people see in it"
    wanted = tuple(ITEMS[name] for name in _FETCHED)
    octets = b"".join(piece for pieces in answers(view, [(number, item)], wanted, set()) for piece in pieces)
    asked = f"A1 FETCH {number} ({' '.join(_FETCHED)})"
    return f"{asked}\r\n{octets.decode('utf-8', 'replace')}"


def _by_pop3(item: Item, presentation: Presentation) -> str:
    whole = presentation.mime(item)
    if len(whole) <= _SHOWN:
        return f"RETR\r\n{multi_line(whole).decode('utf-8', 'replace')}"
    beginning = multi_line(whole[:_SHOWN]).removesuffix(b".\r\n").decode("utf-8", "replace")
    return f"RETR\r\n{beginning}\r\n... ({len(whole) - _SHOWN:,} octets more are not shown here)"


_GET_ITEM: Final = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"
 xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">
<s:Header><t:RequestServerVersion Version="Exchange2016"/></s:Header><s:Body>
<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>
<m:ItemIds><t:ItemId Id="%s"/></m:ItemIds></m:GetItem></s:Body></s:Envelope>"""


def _by_ews(cloud: Cloud, tenant: Tenant, box: Mailbox, owner: User, item: Item) -> str:
    """Return the answer to the mailbox's owner, whatever is switched off for them."""
    read = finish(envelope.read((_GET_ITEM % item.item_id).encode()))
    # Nobody has signed in: what is shown is what the owner would see.
    nobody = Password(owner.upn, "")
    visitor = Visitor(tenant, Protocol.EWS, nobody, None, None, owner, expires_at=math.inf)
    visit = Visit(visitor, box, owner, RIGHTS, owner.object_id)
    answer = finish(performed()[read.operation].perform(Call(read, cloud.door, visitor, visit)))
    assert isinstance(answer, list)
    shown = etree.fromstring(envelope.whole(answer))
    etree.indent(shown, " ")
    return etree.tostring(shown, encoding="unicode")
