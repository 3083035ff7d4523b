"""The condition of a mailSearchFolder: a ``$filter`` of messages, kept as its text."""

from fakeserver.protocols.graph.finding.fields import MESSAGE_FIELDS
from fakeserver.protocols.graph.odata.conditions import criterion_of
from fakeserver.protocols.graph.odata.filters import read_filter
from fakeserver.tenant.access.searching import made_by
from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.search_folders import SearchFolder


def filtered(query: str, maker: Visit | None, folders: tuple[Folder, ...], *, deep: bool) -> SearchFolder:
    """Return what a folder shows that has this ``filterQuery``.

    Args:
        maker: see `made_by`.

    Raises:
        GraphError: messages cannot be filtered so.
    """
    return made_by(maker, criterion_of(MESSAGE_FIELDS, read_filter(query)).met_by, folders, deep=deep)
