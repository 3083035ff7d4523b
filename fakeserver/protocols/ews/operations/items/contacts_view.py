"""m:ContactsView of FindItem: contacts whose display names lie between two.

Source: web-service-reference/contactsview. Assumption: names compare without case, and the last name is included in
exactly its own spelling or another case of it.
"""

from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.names import m
from fakeserver.tenant.exchange.criteria import Criterion
from fakeserver.tenant.exchange.entities import Item


def named_between(call: Call) -> Criterion[Item] | None:
    """Return what m:ContactsView looks for; None where it leaves out none, or is not there."""
    view = call.parts.get(m("ContactsView"))
    if view is None:
        return None
    first, last = view.get("InitialName"), view.get("FinalName")
    if first is None and last is None:
        return None
    beginning, end = str(first or "").casefold(), None if last is None else str(last).casefold()

    def met_by(item: Item) -> bool:
        name = str(item.get("display_name") or "").casefold()
        return beginning <= name and (end is None or name <= end)

    return Criterion(met_by)
