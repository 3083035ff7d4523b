"""Objects whose switches a test sets by plain assignment: a misspelt name is an error, a change is counted.

The door compares the count at every request, so that a switch set during a session takes effect.
"""

from typing import TYPE_CHECKING

from fakeserver.suggestion import unknown_name


class Watched:
    """Base of objects with declared, counted attributes."""

    #: how often anything was changed here
    generation: int

    if not TYPE_CHECKING:
        # Type checkers find misspelt names by themselves, unless a class has this.
        def __setattr__(self, name: str, value: object) -> None:
            if name not in self.__dict__ and not hasattr(type(self), name):
                raise unknown_name(self, name, self._settable_names())
            object.__setattr__(self, name, self._checked(name, value))
            self.__dict__["generation"] += 1

    def _checked(self, name: str, value: object) -> object:
        """Return a value as it is kept; a class with values of its own raises ValueError for others."""
        return value

    def _settable_names(self) -> list[str]:
        return [name for name in self.__dict__ if not name.startswith("_") and name != "generation"]

    def touch(self) -> None:
        """Count a change that assignment doesn't show, such as one inside a list."""
        self.__dict__["generation"] += 1
