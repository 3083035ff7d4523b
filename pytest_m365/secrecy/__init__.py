"""Keeps real secrets out of everything that a run of pytest writes: a registry of them, and the doors they leave by.

``secrets_of(config).add(value)`` is all that a user of it does. docs/secrets.md says which doors are closed, and which
cannot be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_m365.secrecy.registry import Secrets

_SECRETS: pytest.StashKey[Secrets] = pytest.StashKey()


def secrets_of(config: pytest.Config) -> Secrets:
    """Return the secrets of a run; the first call closes the doors, and is best made before anything is collected."""
    if _SECRETS not in config.stash:
        from pytest_m365.secrecy.doors import Doors
        from pytest_m365.secrecy.registry import Secrets

        secrets = config.stash[_SECRETS] = Secrets()
        doors = Doors(config, secrets)
        config.add_cleanup(doors.close)
        config.pluginmanager.register(doors)
    return config.stash[_SECRETS]
