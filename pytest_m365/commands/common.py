"""What the commands share: exit statuses, and the tenant that they are for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import click
import pytest

from pytest_m365.live.environment import VARIABLES, SettingsWrong
from pytest_m365.live.errors import LiveError, Unavailable
from pytest_m365.live.guard import Guard, NotAllowed
from pytest_m365.live.ini import MAILBOXES, IniWrong, guard_of, project_config
from pytest_m365.live.settings import LiveSettings, read_settings


class Refused(click.ClickException):
    """The service said no, or something is missing there."""

    exit_code = 1


class Misused(click.ClickException):
    """The command line, the environment or the ini file is wrong."""

    exit_code = 2


class Forbidden(click.ClickException):
    """The ini file does not allow it."""

    exit_code = 3


class NoAnswer(click.ClickException):
    """The service is down, busy or out of reach: later it may work."""

    exit_code = 4


@contextmanager
def stopping() -> Iterator[None]:
    """End the command with the right status where live code raises."""
    try:
        yield
    except SettingsWrong as error:
        problems = "".join(f"\n  - {problem}" for problem in error.problems)
        raise Misused(f"the environment does not name a live tenant:{problems}") from None
    except IniWrong as error:
        raise Misused(str(error)) from None
    except NotAllowed as error:
        raise Forbidden(str(error)) from None
    except Unavailable as error:
        raise NoAnswer(str(error)) from None
    except LiveError as error:
        raise Refused(str(error)) from None


@dataclass(frozen=True)
class UserSettings:
    """What sign-ins of persons need: the tenant and its public application, and what the project allows."""

    settings: LiveSettings
    guard: Guard

    @classmethod
    def of(cls, environment: Mapping[str, str], user: str | None) -> UserSettings:
        """Read the environment and the project's ini file.

        Args:
            user: in the place of the environment's; without either, the one mailbox that the ini file allows.

        Raises:
            SettingsWrong, IniWrong
            NotAllowed: the ini file does not name the tenant, or a mailbox.
        """
        config = project_config()
        names = ("M365_TENANT_ID", "M365_CLIENT_ID", "M365_CLOUD", "M365_AUTHORITY", "M365_USERNAME", "M365_USERNAMES")
        given = {name: environment[name] for name in names if name in environment}
        if user:
            given.pop("M365_USERNAMES", None)
            given["M365_USERNAME"] = user
        elif not given.keys() & {"M365_USERNAME", "M365_USERNAMES"}:
            allowed: list[str] = config.getini(MAILBOXES)
            if len(allowed) == 1:
                given["M365_USERNAME"] = allowed[0]
        missing = [f"{name} is missing: {VARIABLES[name]}" for name in names[:2] if not given.get(name, "").strip()]
        if not given.keys() & {"M365_USERNAME", "M365_USERNAMES"}:
            missing.append(f"M365_USERNAME is missing: {VARIABLES['M365_USERNAME']}; or give --user NAME")
        if missing:
            raise SettingsWrong(missing)
        # The application that acts by itself has no part in this.
        settings = read_settings({**given, "M365_SIGN_IN": "user"})
        guard = guard_of(config, settings.cloud)
        try:
            guard.check_tenant(settings.tenant_id)
            for name in settings.usernames:
                guard.check_mailbox(name)
        except NotAllowed as error:
            raise NotAllowed(f"{error} ({_where(config)})") from None
        return cls(settings, guard)


def _where(config: pytest.Config) -> str:
    path = config.inipath
    return f"in {path}" if path else f"there is no ini file of pytest in {config.invocation_params.dir} or above"
