"""What a filter may ask of entities, and what they are sorted by: fields, by their paths.

A type's table says which these are; the rest of its properties is refused as the service refuses it. Texts compare
without case, as Exchange compares them.

Sources: graph-explorer-v4#3957 and GD#2933 for nodes that are not allowed, GD#562 for lists, GD#62 for sorting,
paperweight#1 for names that are none.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Any, Final, Generic, TypeVar

from fakeserver.protocols.graph.errors import GraphError, Row
from fakeserver.protocols.graph.odata.expressions import Expression, Path, Quantified, paths
from fakeserver.protocols.graph.odata.operators import FUNCTIONS
from fakeserver.protocols.graph.odata.orders import read_orders
from fakeserver.protocols.graph.properties.table import EntityType
from fakeserver.tenant.exchange.criteria import Cost, Criterion
from fakeserver.tenant.exchange.orders import SortKey

T = TypeVar("T")

INVALID_NODES: Final = Row(400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.")
UNFIT: Final = Row(400, "BadRequest", "Invalid filter clause: {why}")
NO_PROPERTY: Final = Row(400, "RequestBroker--ParseUri", "Could not find a property named '{name}' on type '{type}'.")
NO_SINGLE: Final = Row(400, "BadRequest", "The $orderby expression must evaluate to a single value of primitive type.")
NO_ORDER: Final = Row(400, "ErrorInvalidUrlQueryOrderBy", "OrderBy not supported.")


class Kind(Enum):
    """What a field's values are."""

    TEXT = auto()
    #: a text whose case matters
    EXACT = auto()
    #: a time in a text, which compares as the moment
    CLOCK = auto()
    #: one of several words
    CODED = auto()
    TRUTH = auto()
    NUMBER = auto()
    MOMENT = auto()


@dataclass(frozen=True)
class Field(Generic[T]):
    """One value of an entity.

    Args:
        read: returns it: a text, a boolean, a number, or a moment with a zone; None where it is not there, for a text
            an empty one as well.
        members: the words of one that is coded, in the order of the numbers behind them, by which it sorts.
        taken_by: operators and functions that take it; None: all that take its kind.
        is_sortable: whether ``$orderby`` takes it.
        is_nullable: whether it may be missing.
        cost: what is read for it.
    """

    kind: Kind
    read: Callable[[T], Any]
    members: tuple[str, ...] = ()
    taken_by: frozenset[str] | None = None
    is_sortable: bool = True
    is_nullable: bool = True
    cost: Cost = Cost.FACTS

    @property
    def is_text(self) -> bool:
        """Whether case does not matter."""
        return self.kind in (Kind.TEXT, Kind.CODED)

    def is_taken_by(self, name: str) -> bool:
        """Say whether an operator or a function takes it that takes its kind."""
        return self.taken_by is None or name in self.taken_by

    def comparable(self) -> Callable[[T], Any]:
        """Return what reads the value as values compare: a missing text is an empty one."""
        read = self.read
        return (lambda owner: (read(owner) or "").casefold()) if self.is_text else read

    def sort_key(self) -> Callable[[T], Any]:
        """Return what reads the value as it sorts: what is missing comes first."""
        read = self.read
        if self.kind is Kind.CODED:
            places = {member: place for place, member in enumerate(self.members)}
            return lambda owner: places.get(read(owner), -1)
        if self.is_text or not self.is_nullable:
            return self.comparable()
        return lambda owner: (False, 0) if (value := read(owner)) is None else (True, value)


@dataclass(frozen=True)
class Listed(Generic[T]):
    """A list in an entity.

    Args:
        read: returns its elements.
        fields: what may be asked of an element, by its path in it; an empty one is the element itself.
    """

    read: Callable[[T], Iterable[Any]]
    fields: Mapping[str, Field[Any]]
    cost: Cost = Cost.FACTS


@dataclass(frozen=True)
class Fields(Generic[T]):
    """What may be asked of entities of a type.

    Args:
        entity: the type.
        singles: by their paths, in lower case.
        lists: by their paths, in lower case.
        collections: properties that are lists of which nothing is to be asked, in lower case.
        moment: reads the text of a time; one without an offset is in UTC.
        quantified: reads a condition on a list that is none of these; None: nothing is to be asked of that one.
        functions: those that take its texts, by their names in lower case.
        unfit: the refusal of what OData's library does not take, with or without the reason ``{why}``.
        invalid_nodes, no_order: those of a filter and of an order that the type does not have; ``{name}`` is the path.

    Raises:
        ValueError: of ``moment``: it is none.
    """

    entity: EntityType[Any]
    singles: Mapping[str, Field[T]]
    lists: Mapping[str, Listed[T]] = field(default_factory=dict)
    collections: frozenset[str] = frozenset()
    moment: Callable[[str], datetime] = datetime.fromisoformat
    quantified: Callable[[Quantified], Criterion[T] | None] = lambda node: None
    functions: Mapping[str, Callable[[str, str], bool]] = field(default_factory=lambda: FUNCTIONS)
    unfit: Row = UNFIT
    invalid_nodes: Row = INVALID_NODES
    no_order: Row = NO_ORDER

    def field(self, path: Path) -> Field[T]:
        """Return the field of a path, in any case.

        Raises:
            GraphError: nothing is to be asked of it.
        """
        found = self.singles.get(str(path).lower())
        if found is None:
            raise self.not_to_be_asked(path)
        return found

    def not_to_be_asked(self, path: Path) -> GraphError:
        """Return the refusal of a path that is no field."""
        head, *rest = path.names
        if not self._has(head):
            return GraphError(NO_PROPERTY, name=head[:100], type=self.entity.name)
        if rest and self.is_collection(Path((head,))):
            return self.refusal(
                f"The parent value for a property access of a property '{rest[0][:100]}' is not a single value. "
                "Property access can only be applied to a single value."
            )
        return self.invalid(path)

    def invalid(self, node: Expression) -> GraphError:
        """Return the refusal of a part of a filter."""
        return GraphError(self.invalid_nodes, name=next(map(str, paths(node)), "")[:100])

    def is_collection(self, path: Path) -> bool:
        """Say whether a path leads to a list."""
        return str(path).lower() in self.lists or str(path).lower() in self.collections

    def refusal(self, why: str) -> GraphError:
        """Return the refusal of what OData's library does not take."""
        return GraphError(self.unfit, why=why)

    def keys(self, text: str) -> list[SortKey]:
        """Return what an ``$orderby`` sorts by, the most important first.

        Raises:
            GraphError: it is none, or they do not sort by that.
        """
        return [(self._sorting(path).sort_key(), descending) for path, descending in read_orders(text)]

    def sorted(self, owners: Sequence[T], text: str) -> list[T]:
        """Return entities in the order of an ``$orderby``; those that are alike stay as they are.

        Raises:
            GraphError: as `keys`.
        """
        found = list(owners)
        for key, descending in reversed(self.keys(text)):
            found.sort(key=key, reverse=descending)
        return found

    def _sorting(self, path: Path) -> Field[T]:
        found = self.singles.get(str(path).lower())
        if found is not None and found.is_sortable:
            return found
        if found is None and len(path.names) == 1 and self._has(path.names[0]):
            raise GraphError(NO_SINGLE)
        raise GraphError(self.no_order, name=str(path)[:100])

    def _has(self, name: str) -> bool:
        return self.entity.property(name) is not None or name.lower() in map(str.lower, self.entity.navigation)
