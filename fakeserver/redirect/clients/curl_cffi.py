"""curl_cffi cannot tell libcurl of another place to connect to, so names of the service are refused."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from fakeserver.redirect.clients.libcurl import NotLed, refuse
from fakeserver.redirect.patches import Replaced, of_class


def replaced(curl: ModuleType) -> list[Replaced]:
    """Return what is replaced in ``curl_cffi.curl``."""

    def leading(setopt: Callable[..., Any]) -> Callable[..., Any]:
        def setopt_kept(self: Any, option: int, value: Any) -> Any:
            if option == curl.CurlOpt.URL:
                try:
                    refuse(value)
                except NotLed as refused:
                    raise curl.CurlError(str(refused), curl.CurlECode.COULDNT_RESOLVE_HOST) from None
            return setopt(self, option, value)

        return setopt_kept

    return of_class(curl.Curl, leading, "setopt")
