"""certifi's path of roots is that of ``SSL_CERT_FILE``, for those who look nowhere else."""

from __future__ import annotations

import os
import sys
from types import ModuleType

from fakeserver.redirect.patches import Replaced

#: of ``certifi.core``: what ``where`` has found, for whoever has imported it
PATH = "_CACERT_PATH"
#: where libraries keep that path from when they were imported
_KEPT = (
    ("requests.adapters", "DEFAULT_CA_BUNDLE_PATH"),
    ("requests.utils", "DEFAULT_CA_BUNDLE_PATH"),
    ("httplib2", "CA_CERTS"),
)


class _Path:
    """The path that ``certifi.where`` returns, and that others have kept."""

    def __init__(self, core: ModuleType) -> None:
        self._core = core
        #: certifi's own, and the one that stands for it
        self._paths: tuple[str, str] | None = None

    def put(self) -> None:
        bundle = os.environ.get("SSL_CERT_FILE")
        if bundle and self._paths is None:
            own = self._core.where()
            self._paths = own, bundle
            setattr(self._core, PATH, bundle)
            _exchange(own, bundle)

    def put_back(self) -> None:
        if self._paths is not None:
            own, bundle = self._paths
            setattr(self._core, PATH, own)
            # Also in libraries that were imported meanwhile.
            _exchange(bundle, own)
        self._paths = None


def _exchange(path: str, other: str) -> None:
    for name, constant in _KEPT:
        module = sys.modules.get(name)
        if module is not None and getattr(module, constant, None) == path:
            setattr(module, constant, other)


def replaced(core: ModuleType) -> list[Replaced]:
    """Return what is replaced in ``certifi.core``."""
    return [_Path(core)]
