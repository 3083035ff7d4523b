"""Who the fixtures act as: the user, or the application by itself (M365_SIGN_IN)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pytest_m365.live.settings import LiveSettings


@dataclass(frozen=True)
class Identity:
    """Who, by what, and why that one."""

    #: "user" or "app"
    kind: str
    #: the user's sign-in names, or the application's id
    name: str
    #: by what: "cached sign-in", "password", or the way of the daemon
    way: str
    #: to be read behind "since"
    why: str

    def __str__(self) -> str:
        """Return it as the run's header shows it."""
        return f"{'user' if self.kind == 'user' else 'application'} {self.name} by {self.way}, since {self.why}"


def identity_of(settings: LiveSettings, signed_in: Collection[str]) -> Identity:
    """Decide who the fixtures act as; the same for each worker of a run, so for all its mailboxes together.

    Args:
        signed_in: the users whose sign-ins are cached, in small letters.
    """
    daemon = settings.daemon
    absent = [user for user in settings.usernames if user not in signed_in]
    way = "cached sign-in" if not absent else "password" if settings.password is not None else "no sign-in yet"
    user = Identity("user", ", ".join(settings.usernames), way, f"M365_SIGN_IN is {settings.sign_in}")
    if settings.sign_in == "user" or daemon is None:
        if settings.sign_in == "user":
            return user
        return Identity(user.kind, user.name, way, "no application is set (M365_DAEMON_CLIENT_ID)")
    app = Identity("app", daemon.client_id, daemon.way, f"M365_SIGN_IN is {settings.sign_in}")
    if settings.sign_in == "app":
        return app
    if settings.client_id is None:
        return Identity(app.kind, app.name, app.way, "no application for users is set (M365_CLIENT_ID)")
    if absent and settings.password is None:
        return Identity(app.kind, app.name, app.way, f"nobody has signed in as {', '.join(absent)} on this machine")
    why = "that user has signed in on this machine" if not absent else "M365_ALLOW_PASSWORD is set"
    return Identity(user.kind, user.name, way, why)
