"""Writes the entries of a list that a shape names one by one, e.g. one telephone number of a contact."""

from dataclasses import replace

from fakeserver.protocols.ews.properties.paths import IndexedPath
from fakeserver.protocols.ews.properties.stored import Writer
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element, text
from fakeserver.protocols.ews.values.contacts import ENTRIES, POSTAL_PARTS
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.contact import PostalAddress


def entries_writer(child: str, paths: list[IndexedPath]) -> Writer:
    """Return the function that writes the requested entries only."""

    def write(item: Item) -> Xml:
        entries = [(path, value) for path in paths if (value := path.value_of(item))]
        if not entries:
            return NOTHING
        if child == "InternetMessageHeaders":
            headers = (text("t:InternetMessageHeader", value, HeaderName=path.index) for path, value in entries)
            return element(f"t:{child}", *headers)
        whole = item.get(paths[0].name)
        if child != "PhysicalAddresses":
            return ENTRIES[child].write(f"t:{child}", {path.key: whole[path.key] for path, _ in entries})
        chosen = dict.fromkeys((path.key for path, _ in entries), PostalAddress())
        for path, value in entries:
            chosen[path.key] = replace(chosen[path.key], **{POSTAL_PARTS[path.part]: value})
        return ENTRIES[child].write(f"t:{child}", chosen)

    return write
