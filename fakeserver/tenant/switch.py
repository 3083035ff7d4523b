"""What every switch tells about itself: its name, its values, and how an admin of a real tenant knows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Switch:
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
            words.append(f"any {self.kind.__name__}")
        if self.listed is not None:
            words.append(f"a list of {self.listed.__name__}")
        return ", ".join(words)

    def _made(self, value: object, kind: type, given: object) -> Any:
        if kind is float and type(value) is int:
            return float(value)
        if isinstance(value, kind) and not isinstance(value, bool):
            return value
        if isinstance(value, Mapping) and hasattr(kind, "__dataclass_fields__"):
            try:
                return kind(**value)
            except TypeError as error:
                raise ValueError(f"{self.name}: {error}") from None
        raise self._refused(given)

    def _refused(self, value: object) -> ValueError:
        return ValueError(f"{self.name} takes {self.takes}, not {value!r}")
