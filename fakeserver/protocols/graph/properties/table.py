"""What a table of properties is made of, and how an entity is written by it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeAlias, TypeVar

from fakeserver.protocols.graph.errors import GraphError, Row
from fakeserver.protocols.graph.properties.view import View

Owner = TypeVar("Owner")
#: Returns the JSON of a property.
Read: TypeAlias = Callable[[Owner, View], Any]

NO_SUCH_PROPERTY: Final = Row(
    400,
    "BadRequest",
    "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type '{type}'.",
)


@dataclass(frozen=True)
class Property(Generic[Owner]):
    """One row of an entity type.

    Args:
        name: as the schema spells it.
        read: returns its JSON.
        default: whether it is there without ``$select``.
        basic: whether who may list mail, and not read it, sees it.
    """

    name: str
    read: Read[Owner]
    default: bool = True
    basic: bool = True


@dataclass(frozen=True)
class EntityType(Generic[Owner]):
    """An entity type: its properties in the order of answers.

    Args:
        name: with the namespace.
        properties: ``id`` and the entity tag are among them where the type has these.
        navigation: what ``$expand`` takes.
    """

    name: str
    properties: Sequence[Property[Owner]]
    navigation: frozenset[str] = frozenset()
    _by_name: dict[str, Property[Owner]] = field(init=False, default_factory=dict)
    #: shapes that were asked for lately
    _shapes: "dict[tuple[str | None, bool], Shape[Owner]]" = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name.update({each.name.lower(): each for each in self.properties})

    def property(self, name: str) -> Property[Owner] | None:
        """Return a property by its name, in any case."""
        return self._by_name.get(name.lower())

    def shape(self, select: str | None = None, *, basic_only: bool = False) -> "Shape[Owner]":
        """Return what writes entities with the properties of a ``$select``; None: the default ones.

        Args:
            basic_only: whether what is no basic property is left out.

        Raises:
            GraphError: the type has no such property.
        """
        key = select, basic_only
        shape = self._shapes.get(key)
        if shape is None:
            chosen = self._default() if select is None else self._selected(select)
            names_id = select is not None and "id" in {name.strip().lower() for name in select.split(",")}
            shape = Shape(tuple((each.name, each.read) for each in chosen if each.basic or not basic_only), names_id)
            if len(self._shapes) >= _MOST_SHAPES:
                self._shapes.clear()
            self._shapes[key] = shape
        return shape

    def _default(self) -> list[Property[Owner]]:
        return [each for each in self.properties if each.default]

    def _selected(self, select: str) -> list[Property[Owner]]:
        names = [name.strip() for name in select.split(",")]
        if "*" in names:
            return self._default()
        wanted = set[str]()
        for name in names:
            found = self._by_name.get(name.lower())
            if found is None:
                if name in self.navigation:
                    # What is expanded may be selected as well.
                    continue
                raise GraphError(NO_SUCH_PROPERTY, name=name[:100], type=self.name)
            wanted.add(found.name)
        return [each for each in self.properties if each.name in ALWAYS or each.name in wanted]


_MOST_SHAPES: Final = 64
#: What an answer has, selected or not.
ALWAYS: Final = frozenset({"@odata.type", "@odata.etag", "id"})


@dataclass(frozen=True)
class Shape(Generic[Owner]):
    """Writes entities with certain properties."""

    properties: tuple[tuple[str, Read[Owner]], ...]
    #: whether the identifier, which is always written, was asked for by its name
    names_id: bool = False

    def write(self, owner: Owner, view: View) -> dict[str, Any]:
        """Return the JSON of an entity; what is `ABSENT` is left out."""
        written: dict[str, Any] = {}
        for name, read in self.properties:
            value = read(owner, view)
            if value is not ABSENT:
                written[name] = value
        return written

    @property
    def names(self) -> list[str]:
        """The names of the properties that were asked for, for ``@odata.context``."""
        return [name for name, _ in self.properties if name not in ALWAYS or (name == "id" and self.names_id)]


class _Absent:
    """Stands for a property that an entity does not have."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()
