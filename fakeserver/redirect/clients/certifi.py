"""certifi's path of roots is that of ``SSL_CERT_FILE``, for those who look nowhere else."""

import os
from types import ModuleType

from fakeserver.redirect.patches import Replaced

#: of ``certifi.core``: what ``where`` has found, for whoever has imported it
PATH = "_CACERT_PATH"


class _Path:
    """The path that ``certifi.where`` returns."""

    def __init__(self, core: ModuleType) -> None:
        self._core = core
        self._before: str | None = None

    def put(self) -> None:
        bundle = os.environ.get("SSL_CERT_FILE")
        if bundle and self._before is None:
            self._before = self._core.where()
            setattr(self._core, PATH, bundle)

    def put_back(self) -> None:
        if self._before is not None:
            setattr(self._core, PATH, self._before)
        self._before = None


def replaced(core: ModuleType) -> list[Replaced]:
    """Return what is replaced in ``certifi.core``."""
    return [_Path(core)]
