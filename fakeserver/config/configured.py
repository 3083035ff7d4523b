"""The configuration of a server that starts: what is well known, under a file, under the environment."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fakeserver.config.environment import origins, read_environment
from fakeserver.config.reading import ConfigError, read_toml
from fakeserver.config.tables import Config
from fakeserver.config.well_known import WELL_KNOWN


def configured(
    path: Path | None = None, environment: Mapping[str, str] | None = None, *, well_known: bool = False
) -> Config:
    """Return the configuration that a file and an environment make together.

    What the environment says is in the place of what the file says, and that in the place of what is well known: lists
    as a whole, tables (``policies``, ``daemon_app``) key by key.

    Raises:
        ConfigError: one of them cannot be read; or there are several tenants, of which the others do not say which.
    """
    table = configured_table(path, environment, well_known=well_known)
    where = "" if path is None else str(path)
    if not table:
        return Config(where=where)
    config = Config.of(table, where, folder=None if path is None else path.parent)
    config.origins = {
        # Of a table both may have something.
        key: f"{where} and {names}" if where and isinstance(table[key], Mapping) else names
        for key, names in origins(environment or {}).items()
    }
    return config


def configured_table(
    path: Path | None = None, environment: Mapping[str, str] | None = None, *, well_known: bool = False
) -> dict[str, Any]:
    """Return it in the form of TOML; arguments and errors are those of `configured`."""
    given = {} if path is None else read_toml(path)
    from_environment = read_environment(environment or {})
    if path is not None:
        # First by itself, so that what is wrong in it is said of it.
        several = Config.of(given, str(path), folder=path.parent).tenants
        besides = ["--well-known"] * well_known + list(origins(environment or {}).values())
        if several and besides:
            raise ConfigError(besides[0], f"this is of one tenant, and {path} has several")
    known = tomllib.loads(WELL_KNOWN) if well_known else {}
    return _overlaid(_overlaid(known, given), from_environment)


def _overlaid(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return both tables as one: lists and values of the second replace those of the first, tables are merged."""
    merged = {**under, **over}
    for name in under.keys() & over.keys():
        if isinstance(under[name], Mapping) and isinstance(over[name], Mapping):
            merged[name] = {**under[name], **over[name]}
    return merged
