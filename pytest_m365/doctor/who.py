"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Who:
    """Who asks: a user for their own mailbox, or the application by itself."""

    client_id: str
    #: the user's sign-in name, in small letters; empty: the application
    user: str = ""

    @property
    def is_app_only(self) -> bool:
        """Whether it is the application by itself."""
        return not self.user

    def __str__(self) -> str:
        return "the user" if self.user else "the application"
