"""Reading the parts of a request to the last: what the schema does not allow in one comes before errors of others."""

from collections.abc import Callable
from typing import TypeVar

from fakeserver.protocols.ews.errors import EwsError

Value = TypeVar("Value")


class Parts:
    """Reads the parts one by one; whoever has read them all calls `check`, before using what was read."""

    def __init__(self) -> None:
        self._refused: EwsError | None = None

    def read(self, read: Callable[[], Value], otherwise: Value) -> Value:
        """Return what is read; ``otherwise`` where that is refused.

        Raises:
            Violation, SoapFault: as ``read`` does.
        """
        try:
            return read()
        except EwsError as error:
            self._refused = self._refused or error
            return otherwise

    def check(self) -> None:
        """Refuse the request, if one of its parts was refused.

        Raises:
            EwsError: the first of them.
        """
        if self._refused is not None:
            raise self._refused
