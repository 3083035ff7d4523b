"""asyncio's loop of Windows connects by the system, past the socket's own method."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from fakeserver.redirect.connections import led_address
from fakeserver.redirect.patches import Replaced, of_class


def replaced(module: ModuleType) -> list[Replaced]:
    """Return what is replaced in ``asyncio.windows_events``."""

    def leading(connect: Callable[..., Any]) -> Callable[..., Any]:
        def connect_led(self: Any, conn: Any, address: Any) -> Any:
            return connect(self, conn, led_address(conn, address))

        return connect_led

    return of_class(module.IocpProactor, leading, "connect")
