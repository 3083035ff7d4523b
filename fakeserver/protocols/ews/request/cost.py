"""What a request costs its caller, where a tenant counts that (``policies.ews_cost_a_minute``)."""

from itertools import chain

from fakeserver.digits import number_in
from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.reading import Element, children

#: Elements that name a folder, an item or an attachment.
_NAMED = (t("FolderId"), t("DistinguishedFolderId"), t("ItemId"), t("AttachmentId"), m("ParentItemId"))
#: Those that hold what is to be made.
_MADE = (m("Items"), m("Folders"), m("Attachments"))
#: Attributes and elements that say how long a page may be.
_PAGE, _CHANGES = "MaxEntriesReturned", m("MaxChangesReturned")
#: No page is longer (EWSFindCountLimit).
_LONGEST_PAGE = 1000


def cost(body: Element) -> int:
    """Return in how many folders, items and attachments a request is counted."""
    named = sum(1 for _ in body.iter(*_NAMED))
    made = sum(1 for node in children(body) if node.tag in _MADE for _ in children(node))
    pages = (str(node.get(_PAGE, "")) for node in children(body))
    changes = (node.text or "" for node in body.iterfind(_CHANGES))
    wanted = sum(min(number_in(text) or 0, _LONGEST_PAGE) for text in chain(pages, changes))
    return max(named + made + wanted, 1)
