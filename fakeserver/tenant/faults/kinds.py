"""The kinds of faults by their names, and how the arguments that a test gives become an order."""

from collections.abc import Callable, Mapping
from inspect import Signature, signature

from fakeserver.suggestion import check_names, suggestion
from fakeserver.tenant.faults.fault import Where, number
from fakeserver.tenant.faults.order import Order
from fakeserver.tenant.places import PLACES

#: what a setting of a type takes, in words, and what those values are
_TAKES: dict[object, tuple[str, tuple[type, ...]]] = {
    float: ("a number", (int, float)),
    int: ("a whole number", (int,)),
    str: ("a text", (str,)),
    bool: ("True or False", (bool,)),
}


class Kind:
    """One kind of fault.

    Args:
        describe: returns the order that its arguments make; its name is the kind's.

    Attributes:
        name: as `Faults` and the configuration spell it.
        signature: of ``describe``.
    """

    def __init__(self, describe: Callable[..., Order]) -> None:
        self.name = describe.__name__
        self.signature: Signature = signature(describe)
        self._describe = describe

    @property
    def settings(self) -> list[str]:
        """What it takes by name, beside `Where`."""
        return [name for name in self.signature.parameters if name != "where"]

    @property
    def meaning(self) -> str:
        """What goes wrong, in a sentence."""
        return (self._describe.__doc__ or "").partition("\n\n")[0].replace("\n", " ").strip()

    def takes(self, name: str) -> str:
        """Return what a setting takes, in words; empty where the text of the kind says it."""
        return self._takes(name)[0]

    def order(self, args: tuple[object, ...], kwargs: Mapping[str, object]) -> Order:
        """Return what is ordered with these arguments.

        Raises:
            TypeError: an argument is missing, unknown or of another type; the text has the name that may be meant.
            ValueError: the kind does not take a value.
        """
        check_names(f"faults.{self.name}", kwargs, {*self.settings, *Where.__annotations__})
        for name, value in self._bind(args, kwargs).items():
            words, types = self._takes(name)
            if types and not _is_of(value, types):
                meant = self._meant(value) if name == "operation" else ""
                raise TypeError(f"{name} takes {words}, not {value!r}{meant}")
            if isinstance(value, float):
                number(name, value)
        return self._describe(*args, **kwargs)

    def _by_name(self) -> list[str]:
        return [name for name in self.settings if name not in ("place", "operation")]

    def _meant(self, value: object) -> str:
        """Return which setting a value that stands in the place of an operation is likely to be."""
        for name in self._by_name():
            if _is_of(value, self._takes(name)[1]):
                return f"; did you mean {name}={value!r}?"
        return ""

    def _takes(self, name: str) -> tuple[str, tuple[type, ...]]:
        annotation = str if name == "place" else self.signature.parameters[name].annotation
        return _TAKES.get(annotation, ("", ()))

    def _bind(self, args: tuple[object, ...], kwargs: Mapping[str, object]) -> dict[str, object]:
        try:
            return self.signature.bind(*args, **kwargs).arguments
        except TypeError as error:
            parameters = self.signature.parameters
            needed = [name for name in self.settings if parameters[name].default is Signature.empty]
            missing = [name for name in needed if name not in kwargs][len(args) :]
            if not missing:
                by_name = ", ".join(f"{name}=" for name in (*self._by_name(), *Where.__annotations__))
                raise TypeError(f"faults.{self.name}: {error}; by name it takes {by_name}") from None
            places = f", one of: {', '.join(map(repr, PLACES))}" if missing[0] == "place" else ""
            raise TypeError(f"faults.{self.name} needs {missing[0]!r}{places}") from None


def _is_of(value: object, types: tuple[type, ...]) -> bool:
    """Say whether a value is of one of the types; True and False are no numbers."""
    return isinstance(value, types) and (bool in types or not isinstance(value, bool))


#: every kind by its name; the rows of `Faults` fill it
KINDS: dict[str, Kind] = {}


def kind_called(name: str) -> Kind:
    """Return the kind of a name.

    Raises:
        ValueError: there is none; the text suggests one.
    """
    if not isinstance(name, str):
        raise TypeError(f"a kind of fault is a text, not {name!r}")
    if name not in KINDS:
        raise ValueError(f"there is no fault {name!r}{suggestion(name, KINDS)}")
    return KINDS[name]
