"""A switch: an attribute with the values that it takes and the name by which an admin of a real tenant knows it."""

from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any, ClassVar, NamedTuple, Self, TypeVar

from fakeserver.suggestion import suggestion
from fakeserver.tenant.watched import Watched

T = TypeVar("T")


class Switch(NamedTuple):
    """One switch of the tenant or of a user."""

    #: as `Tenant.policies`, `User` and the `m365` marker spell it
    name: str
    default: object
    #: the single values that it takes
    values: tuple[object, ...]
    #: as an admin knows it: cmdlet and parameter, or the admin centre's words
    admin_name: str
    #: what it does, in one sentence
    meaning: str
    source: str = ""
    #: values of this type are taken too
    kind: type | None = None
    #: says which values of that type are taken; None: all
    known: Callable[[Any], bool] | None = None
    #: those values in words, after "takes"
    described: str = ""
    #: lists of this type are taken too; they are kept as tuples, so that a change is an assignment and is noticed
    listed: type | None = None

    def check(self, value: object) -> object:
        """Return a value as the switch keeps it; a mapping stands for the object with these fields.

        Raises:
            ValueError: the switch doesn't take it; the text lists what it takes.
        """
        # True == 1, yet 1 is no value of a switch.
        if any(value is known or (type(value) is type(known) and value == known) for known in self.values):
            return value
        if self.listed is not None and isinstance(value, list | tuple | set | frozenset):
            items = sorted(value) if isinstance(value, set | frozenset) else value
            return tuple(self._made(item, self.listed, value) for item in items)
        if self.kind is not None:
            return self._made(value, self.kind, value)
        raise self._refused(value)

    @property
    def takes(self) -> str:
        """The values in words: ``True, False``, ``None, a list of str``."""
        words = [repr(value) for value in self.values]
        if self.kind is not None:
            words.append(self.described or f"any {self.kind.__name__}")
        if self.listed is not None:
            words.append(f"a list of {self.listed.__name__}")
        return ", ".join(words)

    def _made(self, value: object, kind: type, given: object) -> Any:
        if kind is float and type(value) is int and (self.known is None or self.known(value)):
            return float(value)
        if isinstance(value, kind) and not isinstance(value, bool) and (self.known is None or self.known(value)):
            return value
        if isinstance(value, Mapping) and hasattr(kind, "__dataclass_fields__"):
            return self._of_parts(value, kind)
        raise self._refused(given)

    def _of_parts(self, value: Mapping[str, object], kind: type) -> Any:
        parts = signature(kind).parameters
        for name in value:
            if name not in parts:
                raise ValueError(f"{self.name}: {kind.__name__} has no {name!r}{suggestion(str(name), parts)}")
        for name, part in parts.items():
            if part.default is part.empty and name not in value:
                raise ValueError(f"{self.name}: {kind.__name__} needs {name!r}")
        try:
            return kind(**value)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{self.name}: {error}") from None

    def _refused(self, value: object) -> ValueError:
        return ValueError(f"{self.name} takes {self.takes}, not {value!r}")


def switch(
    default: T,
    *,
    values: tuple[object, ...] = (),
    kind: type | None = None,
    known: Callable[[Any], bool] | None = None,
    described: str = "",
    listed: type | None = None,
    admin_name: str,
    meaning: str,
    source: str,
) -> T:
    """Return a row for the body of a `Switches` class; there its name is the switch's, its annotation the type.

    A row may stand in a module as well, for a class to take over: ``basic_auth = sign_in_policies.basic_auth``.

    Args:
        values, kind, known, described, listed, admin_name, meaning, source: as in `Switch`.
    """
    row: Any = Switch("", default, values, admin_name, meaning, source, kind, known, described, listed)
    # To type checkers it is the value that an object of the class has, as with `dataclasses.field`.
    return row  # type: ignore[no-any-return]


class Switches(Watched):
    """An object whose class has switches: it begins with their defaults, and takes their values only."""

    #: who has them, as a message says it
    holder: ClassVar[str] = "the tenant"
    #: every switch of the class, by name
    rows: ClassVar[dict[str, Switch]] = {}
    _beginning: ClassVar[dict[str, object]]

    def __init_subclass__(cls) -> None:
        own = {name: row._replace(name=name) for name, row in vars(cls).items() if isinstance(row, Switch)}
        cls.rows = cls.rows | own
        cls._beginning = {"generation": 0} | {name: row.default for name, row in cls.rows.items()}

    def __new__(cls, *args: object, **values: object) -> Self:
        """Make an object with each switch at its default, which hides the row."""
        made = super().__new__(cls)
        made.__dict__.update(cls._beginning)
        return made

    def set(self, **values: object) -> None:
        """Set several switches at once.

        Raises:
            TypeError: there is no such switch; nothing is set then.
            ValueError: a switch doesn't take the value; nothing is set then, either.
        """
        for name in values:
            if name not in self.rows:
                raise TypeError(f"{self.holder} has no switch {name!r}{suggestion(name, sorted(self.rows))}")
        checked = {name: self.rows[name].check(value) for name, value in values.items()}
        for name, value in checked.items():
            setattr(self, name, value)

    def _checked(self, name: str, value: object) -> object:
        row = self.rows.get(name)
        return value if row is None else row.check(value)
