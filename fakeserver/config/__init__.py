"""The tenant of ``fakeserver serve``: the default one, or that of a TOML file; ``serve --help`` shows one."""

from fakeserver.config.building import build, build_all
from fakeserver.config.reading import ConfigError
from fakeserver.config.tables import Config

__all__ = ["Config", "ConfigError", "build", "build_all"]
