"""Small lists of settings: each is answered whole, or in the pages that are asked for.

Assumption: without ``$top`` there is one page, as of the lists on the pages of these operations.
"""

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from fakeserver.protocols.graph.body import members
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import UNKNOWN_PROPERTY, GraphError
from fakeserver.protocols.graph.odata.fields import Fields
from fakeserver.protocols.graph.pages import asked_for, page_of
from fakeserver.protocols.graph.properties.table import EntityType
from fakeserver.protocols.graph.properties.view import View
from fakeserver.protocols.graph.query import MOST
from fakeserver.steps import Steps

T = TypeVar("T")


class Settings(Generic[T]):
    """Writes settings of one type for one call.

    Args:
        fields: what they are filtered and sorted by.
        where: the list's path below the user.

    Raises:
        GraphError: ``$select`` names what they do not have.
    """

    def __init__(self, call: Call, kind: EntityType[T], fields: Fields[T], where: str) -> None:
        self._call, self._kind, self._fields, self._where = call, kind, fields, where
        self._view = View(root=call.root)
        self._shape = kind.shape(call.query.get("$select"))
        self._selected = f"({','.join(self._shape.names)})" if "$select" in call.query else ""

    def page(self, found: Iterable[T]) -> Steps[dict[str, Any]]:
        """Return the answer to a list; in steps.

        Raises:
            GraphError: ``$filter`` or ``$orderby`` asks what is not to be asked.
        """
        wanted = asked_for(self._call, self._fields, list(found))
        return page_of(self._call, wanted, f"{self._where}{self._selected}", self._write, default=MOST)

    def entity(self, one: T) -> dict[str, Any]:
        """Return one of them, as the answer to a request for it alone."""
        return {"@odata.context": self._call.context(f"{self._where}{self._selected}/$entity"), **self._write(one)}

    def given(self) -> dict[str, Any]:
        """Return what the body says, by name.

        Raises:
            GraphError: it has what the type does not have.
        """
        given = members(self._call.json)
        for name in given:
            if self._kind.property(name) is None:
                raise GraphError(UNKNOWN_PROPERTY, name=name[:200], type=self._kind.name)
        return given

    def _write(self, one: T) -> dict[str, Any]:
        return self._shape.write(one, self._view)
