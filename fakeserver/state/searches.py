"""What search folders show, which are conditions that no form has: they are made again from what defines them.

Those that each mailbox has are named by their functions; a client's by the restriction that it has sent, and by who has
made it, where that says what is shown.
"""

from typing import Any

from fakeserver.state.errors import StateError
from fakeserver.state.forms import Form, Reader, Writer
from fakeserver.tenant.exchange.built_in_searches import BUILT_IN_SEARCHES
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.search_folders import FILTER_QUERY, SEARCH_PARAMETERS, SearchFolder
from fakeserver.tenant.tenant import Tenant

_BUILT_IN = {shows.__name__: shows for _, shows in BUILT_IN_SEARCHES.values()}


def search_form(folder: Folder, writer: Writer) -> Form:
    """Return what a folder shows of others; None where it is no search folder.

    Raises:
        StateError: nothing says what the condition was made of.
    """
    search: Any = folder.search
    if search is None:
        return None
    name = getattr(search.met_by, "__name__", "")
    if _BUILT_IN.get(name) is search.met_by:
        return {"built_in": name, "folders": writer.form(search.folders), "deep": search.deep}
    from fakeserver.tenant.access.searching import maker_of

    form: dict[str, Any] = {}
    if FILTER_QUERY in folder.properties:
        form |= {"folders": writer.form(search.folders), "deep": search.deep}
    elif SEARCH_PARAMETERS not in folder.properties:
        raise StateError(f"the search folder {folder.display_name!r} cannot be kept: its condition is a function")
    visit = maker_of(search)
    if visit is None:
        return form | {"maker": None}
    visitor = visit.visitor
    maker = (visit.mailbox, visit.owner, visitor.user, visitor.application)
    return form | {
        "maker": [*map(writer.form, maker), writer.in_order(visit.rights), visit.trustee_id, visit.impersonated],
    }


def search_of(form: Form, folder: Folder, reader: Reader, tenant: Tenant) -> SearchFolder:
    """Return what a folder shows, once it has its properties."""
    if "built_in" in form:
        return SearchFolder(_BUILT_IN[form["built_in"]], reader.value(form["folders"]), form["deep"])
    maker = form["maker"]
    visit = None if maker is None else _visit(maker, reader, tenant)
    if FILTER_QUERY in folder.properties:
        from fakeserver.protocols.graph.finding.filter_queries import filtered

        folders = reader.value(form["folders"])
        return filtered(folder.properties[FILTER_QUERY], visit, folders, deep=form["deep"])
    from fakeserver.protocols.ews.operations.folders.search_folders import search_again

    return search_again(folder.properties[SEARCH_PARAMETERS], visit)


def _visit(form: Form, reader: Reader, tenant: Tenant) -> Any:
    """Return a visit that says what somebody may read; nobody comes in by it."""
    from math import inf

    from fakeserver.tenant.access.credentials import Password
    from fakeserver.tenant.access.protocol import Protocol
    from fakeserver.tenant.access.visit import Visit, Visitor

    mailbox, owner, user, application = map(reader.value, form[:4])
    rights, trustee_id, impersonated = form[4:]
    visitor = Visitor(tenant, Protocol.EWS, Password("", ""), None, application, user, inf)
    return Visit(visitor, mailbox, owner, frozenset(rights), trustee_id, impersonated)
