"""Properties with several entries in answers: those that are asked for one by one, and the members of lists."""

from dataclasses import replace

from fakeserver.protocols.ews.answers.sharing import Sharing
from fakeserver.protocols.ews.properties.paths import IndexedPath
from fakeserver.protocols.ews.properties.stored import Writer
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element, text
from fakeserver.protocols.ews.values.contacts import ENTRIES, POSTAL_PARTS
from fakeserver.protocols.ews.values.members import MEMBERS
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.contact import PostalAddress
from fakeserver.tenant.exchange.private_lists import present_members


def entries_writer(child: str, paths: list[IndexedPath], *, finding: bool) -> Writer:
    """Return the function that writes the requested entries only."""

    def write(item: Item) -> Xml:
        entries = [(path, value) for path in paths if (value := path.value_of(item))]
        if not entries:
            return NOTHING
        if child == "Members":
            return MEMBERS.write(f"t:{child}", tuple(member for _, member in entries))
        if child == "InternetMessageHeaders":
            headers = (text("t:InternetMessageHeader", value, HeaderName=path.index) for path, value in entries)
            return element(f"t:{child}", *headers)
        whole = item.get(paths[0].name)
        if child != "PhysicalAddresses":
            entries_of = ENTRIES[child]
            written = entries_of.write_found if finding else entries_of.write
            return written(f"t:{child}", {path.key: whole[path.key] for path, _ in entries})
        chosen = dict.fromkeys((path.key for path, _ in entries), PostalAddress())
        for path, value in entries:
            chosen[path.key] = replace(chosen[path.key], **{POSTAL_PARTS[path.part]: value})
        return ENTRIES[child].write(f"t:{child}", chosen)

    return write


def write_members(sharing: Sharing, asked: frozenset[str], item: Item) -> Xml:
    """Write who is on a list, as they are now.

    Args:
        asked: the keys of those that are asked for; empty: all are.
    """
    mailbox = sharing.mailbox_by_address(item.mailbox.address)
    if mailbox is None:
        return NOTHING
    members = present_members(mailbox, item)
    shown = tuple(member for member in members if not asked or member.key in asked)
    return MEMBERS.write("t:Members", shown) if shown else NOTHING
