"""m:QueryString of FindItem and FindConversation: what is looked for, and what else its attributes ask for."""

from dataclasses import dataclass
from datetime import UTC
from typing import Final

from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import ComplexType, text_type
from fakeserver.protocols.ews.soap.reading import Element, boolean_attribute, content
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element, text
from fakeserver.tenant.exchange.aqs.query import Highlight, read_query
from fakeserver.tenant.exchange.criteria import Criterion
from fakeserver.tenant.exchange.entities import Folder, Item

QUERY_STRING: Final[ComplexType] = text_type("ResetCache ReturnHighlightTerms ReturnDeletedItems")


@dataclass(frozen=True)
class QueryString:
    """What a request's query asks for."""

    #: None: everything
    criterion: Criterion[Item] | None = None
    #: what it looks for, to be marked where it is shown; None: nobody has asked for that
    highlights: tuple[Highlight, ...] | None = None
    #: whether Deleted Items and what lies below it are looked through besides
    with_deleted: bool = False

    def deleted(self, call: Call, folder: Folder) -> list[Folder]:
        """Return the folders of deleted items that are looked through besides one.

        Assumption: which these are. Whoever may use single folders of somebody's mailbox sees none of them.
        """
        if not self.with_deleted or "FullAccess" not in (visit := call.visit_in(folder)).rights:
            return []
        deleted = visit.mailbox.folders.distinguished("deleteditems")
        return [deleted, *deleted.descendants()]

    def highlighted(self) -> Xml:
        """Return m:HighlightTerms, or nothing where nobody has asked."""
        if self.highlights is None:
            return NOTHING
        terms = (element("t:Term", text("t:Scope", one.scope), text("t:Value", one.text)) for one in self.highlights)
        return element("m:HighlightTerms", *terms)


def read_query_string(call: Call, node: Element | None) -> QueryString:
    """Read m:QueryString; where there is none it asks for nothing.

    Raises:
        Violation: an attribute is no boolean.
        EwsError: it is too long, or too complex.
    """
    if node is None:
        return QueryString()
    # There is no cache to reset.
    boolean_attribute(node, "ResetCache", False)
    marked, deleted = (boolean_attribute(node, f"Return{what}", False) for what in ("HighlightTerms", "DeletedItems"))
    owner = None if call.visit is None else call.visit.owner
    zone = None if owner is None else owner.zone
    query = read_query(content(node), call.tenant.clock.now().astimezone(zone or UTC))
    call.remark(query.remarks)
    return QueryString(query.criterion, query.highlights if marked else None, deleted)
