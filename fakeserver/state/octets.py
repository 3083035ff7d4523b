"""Octets that a state holds once each, however many items have them: messages and files, by number."""

from collections import Counter
from collections.abc import Iterable

#: Shorter ones stand where they are used.
LEAST = 256


class Octets:
    """What the file holds of octets, and what is to be written or deleted next. Equal is what is the same object."""

    def __init__(self) -> None:
        self._last = 0
        # The object is held as long as its number is, so that no other one has its id.
        self._held: dict[int, bytes] = {}
        self._numbers: dict[int, int] = {}
        self._uses: Counter[int] = Counter()
        self._written: set[int] = set()
        self._unused: set[int] = set()

    def read(self, number: int, octets: bytes) -> None:
        """Take octets that the file holds."""
        self._hold(number, octets)
        self._written.add(number)

    def __getitem__(self, number: int) -> bytes:
        """Return octets by number."""
        return self._held[number]

    def number(self, octets: bytes) -> int:
        """Return the number of octets; they get one where they have none."""
        found = self._numbers.get(id(octets))
        if found is None:
            found = self._last + 1
            self._hold(found, octets)
            self._unused.add(found)
        return found

    def exchange(self, former: Iterable[int], now: Iterable[int]) -> None:
        """Learn that a row which has used some octets uses others now."""
        for number in now:
            self._uses[number] += 1
            self._unused.discard(number)
        for number in former:
            self._uses[number] -= 1
            if not self._uses[number]:
                del self._uses[number]
                self._unused.add(number)

    def new(self) -> list[tuple[int, bytes]]:
        """Return what is used and not in the file."""
        return [(number, self._held[number]) for number in self._uses.keys() - self._written]

    def gone(self) -> list[int]:
        """Return what is in the file and not used."""
        return list(self._unused & self._written)

    def settle(self) -> None:
        """Learn that the file has what is new, and no longer what is gone."""
        for number in self._unused:
            del self._numbers[id(self._held.pop(number))]
        self._written.update(self._uses)
        self._written -= self._unused
        self._unused.clear()

    def _hold(self, number: int, octets: bytes) -> None:
        self._last = max(self._last, number)
        self._held[number] = octets
        self._numbers[id(octets)] = number
