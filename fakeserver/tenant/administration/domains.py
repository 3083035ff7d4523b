"""The domains of a tenant: a list that tells when it changes, since their names are led to the fake elsewhere too."""

from collections.abc import Callable, Iterable, Iterator, MutableSequence
from contextlib import contextmanager
from typing import Any

from fakeserver.tenant.identifiers import is_domain


class Domains(MutableSequence[str]):
    """Verified domains, the initial one first; used as a list. What is no domain's name is a ValueError."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(names)
        self._watchers: list[Callable[[], object]] = []

    @contextmanager
    def watched(self, changed: Callable[[], object]) -> Iterator[None]:
        """Call a function after each change, until the block ends."""
        self._watchers.append(changed)
        try:
            yield
        finally:
            self._watchers.remove(changed)

    def remember(self) -> Callable[[], None]:
        """Return what puts the domains of now back."""
        names = list(self._names)

        def restore() -> None:
            if self._names != names:
                self[:] = names

        return restore

    def insert(self, index: int, value: str) -> None:
        """Put a domain before another one."""
        self._names.insert(index, _checked(value))
        self._tell()

    def __getitem__(self, index: Any) -> Any:
        return self._names[index]

    def __setitem__(self, index: Any, value: Any) -> None:
        self._names[index] = [*map(_checked, value)] if isinstance(index, slice) else _checked(value)
        self._tell()

    def __delitem__(self, index: Any) -> None:
        del self._names[index]
        self._tell()

    def __len__(self) -> int:
        return len(self._names)

    def __eq__(self, other: object) -> bool:
        return self._names == (other._names if isinstance(other, Domains) else other)

    __hash__ = None  # type: ignore[assignment]  # as lists

    def __repr__(self) -> str:
        return repr(self._names)

    def _tell(self) -> None:
        for changed in list(self._watchers):
            changed()


def _checked(name: str) -> str:
    """Return a domain's name.

    Raises:
        ValueError: it is none, so that nobody could have an address in it.
    """
    if not isinstance(name, str) or not is_domain(name):
        raise ValueError(f"{name!r} is no domain")
    return name
