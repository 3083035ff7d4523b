"""exchangelib's Autodiscover remembers, on disk and in memory, where mailboxes are; here apart from the user's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from fakeserver.redirect.patches import Replaced, of_class


def replaced(cache: ModuleType) -> list[Replaced]:
    """Return what is replaced in ``exchangelib.autodiscover.cache``."""
    # Known domains come and go with the block, so each has a store of its own.
    return [*of_class(cache, _in_memory, "shelve_open_with_failover"), _Protocols(cache.autodiscover_cache)]


def _in_memory(open_file: Callable[..., Any]) -> Callable[..., Any]:
    stored: dict[str, Any] = {}

    @contextmanager
    def shelve_open_with_failover(file: object) -> Iterator[dict[str, Any]]:
        yield stored

    return shelve_open_with_failover


class _Protocols:
    """The protocols that the cache holds open."""

    def __init__(self, cache: Any) -> None:
        self._cache = cache
        self._before: dict[Any, Any] | None = None

    def put(self) -> None:
        if self._before is None:
            self._before, self._cache._protocols = self._cache._protocols, {}

    def put_back(self) -> None:
        if self._before is not None:
            self._cache.close()
            self._cache._protocols, self._before = self._before, None
