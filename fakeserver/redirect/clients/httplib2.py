"""httplib2 trusts the roots that it has found when it was imported: by ``HTTPLIB2_CA_CERTS``, or certifi's."""

from __future__ import annotations

import os
from types import ModuleType

from fakeserver.redirect.patches import Replaced

#: of ``httplib2``: the path
PATH = "CA_CERTS"


class _Path:
    """That path, where it is not certifi's, which ``certifi.py`` leads."""

    def __init__(self, httplib2: ModuleType) -> None:
        self._httplib2 = httplib2
        self._before: str | None = None

    def put(self) -> None:
        bundle = os.environ.get("SSL_CERT_FILE")
        path = getattr(self._httplib2, PATH)
        if bundle and bundle != path:
            self._before = path
            setattr(self._httplib2, PATH, bundle)

    def put_back(self) -> None:
        if self._before is not None:
            setattr(self._httplib2, PATH, self._before)
        self._before = None


def replaced(httplib2: ModuleType) -> list[Replaced]:
    """Return what is replaced in ``httplib2``."""
    return [_Path(httplib2)]
