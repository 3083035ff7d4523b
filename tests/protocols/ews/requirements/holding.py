"""``@holds("MS-OXWSCORE", 2008)``: says which numbered requirements a test shows to hold."""

from collections.abc import Callable
from typing import Any, TypeVar

Test = TypeVar("Test", bound=Callable[..., Any])

#: (protocol, number) of each requirement that some imported test holds
HELD: set[tuple[str, int]] = set()


def holds(protocol: str, *numbers: int) -> Callable[[Test], Test]:
    """Note that the test below shows these requirements of a protocol, e.g. ``MS-OXWSCDATA``, to hold."""

    def note(test: Test) -> Test:
        HELD.update((protocol, number) for number in numbers)
        return test

    return note
