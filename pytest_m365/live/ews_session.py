"""A connection to EWS by exchangelib, whose errors are told as the live helpers know them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pytest_m365.clients import ews_account
from pytest_m365.live.busy import is_busy
from pytest_m365.live.errors import AccessRefused, Busy, Disconnected, LiveError, Unavailable

_CODE = re.compile(r"Code: (\d{3})\b")
#: "Reraised from ErrorInternalServerTransientError(Caused by HTTP 503 response)"
_RERAISED = re.compile(r"Reraised from \w+\((.*)\)", re.DOTALL)


class EwsMissing(Unavailable):
    """exchangelib is not installed; says how it comes."""

    def __init__(self) -> None:
        super().__init__(
            "ews",
            "choosing the way to the mailbox",
            "exchangelib is not installed: pip install pytest-m365[exchangelib]",
        )


class EwsSession:
    """One account, signed in; requests are made in `asking`."""

    def __init__(self, url: str, user: str, token: Callable[[], str], *, impersonate: bool) -> None:
        """Make the account; nothing is asked yet.

        Args:
            user: the mailbox's address.
            token: asked once, for this session.
            impersonate: the token is an application's own: EWS wants to be told for whom, and where the mailbox is.

        Raises:
            EwsMissing
        """
        try:
            import exchangelib  # noqa: F401
        except ImportError as error:
            raise EwsMissing from error
        from pytest_m365.live.ews_classes import FailAtOnce

        self._user = user
        self._was_let_in = False
        self.account: Any = ews_account(url, user, token(), impersonate=impersonate, retry_policy=FailAtOnce())

    @contextmanager
    def asking(self, doing: str) -> Iterator[Any]:
        """Give the account; what its requests raise is told in our words.

        Raises:
            LookupError: an item or a folder isn't there.
        """
        from exchangelib import errors

        try:
            yield self.account
            self._was_let_in = True
        except errors.ErrorServerBusy as error:
            raise Busy("ews", doing, _said(error), _seconds(error)) from error
        except errors.RateLimitError as error:
            raise Busy("ews", doing, _said(error), error.wait) from error
        except (
            errors.ErrorInternalServerTransientError,
            errors.ErrorMailboxMoveInProgress,
            errors.ErrorMailboxStoreUnavailable,
            errors.ErrorExceededConnectionCount,
            errors.ErrorTooManyObjectsOpened,
        ) as error:
            raise Busy("ews", doing, _said(error)) from error
        except errors.ErrorTimeoutExpired as error:
            # So exchangelib calls a connection that ended as well.
            if _RERAISED.search(str(error)):
                raise Disconnected("ews", doing, _said(error)) from error
            raise Busy("ews", doing, _said(error)) from error
        except (
            errors.ErrorItemNotFound,
            errors.ErrorFolderNotFound,
            errors.ErrorParentFolderNotFound,
            errors.ErrorSavedItemFolderNotFound,
            errors.ErrorSyncFolderNotFound,
            errors.ErrorToFolderNotFound,
        ) as error:
            self._was_let_in = True
            raise LookupError(_said(error)) from error
        except errors.UnauthorizedError as error:
            # exchangelib doesn't show what EWS says in x-ms-diagnostics.
            raise self._unauthorized("HTTP 401", doing) from error
        except errors.EWSError as error:
            raise self._meant(_said(error), doing) from error
        except OSError as error:
            raise Disconnected("ews", doing, f"{type(error).__name__}: {error}") from error

    def close(self) -> None:
        """Close the connections."""
        self.account.protocol.close()

    # --- inside ------------------------------------------------------------------------------------------------

    def _unauthorized(self, said: str, doing: str) -> LiveError:
        """Tell a token that has run out from one that was never taken."""
        if self._was_let_in:
            return Disconnected("ews", doing, f"{said}, though the token was taken before")
        return AccessRefused("ews", f"{doing} of {self._user}", said)

    def _meant(self, said: str, doing: str) -> LiveError:
        code = _CODE.search(said)
        if code is not None:
            # The rest is the answer's header and body, with names of servers.
            said = f"HTTP {code[1]}"
        if is_busy("ews", said):
            return Busy("ews", doing, said)
        return AccessRefused("ews", f"{doing} of {self._user}", said)


def raise_first(results: Sequence[object]) -> None:
    """Raise the first error among the results of many items, unless it says that one is gone."""
    from exchangelib.errors import ErrorItemNotFound

    for result in results:
        if isinstance(result, Exception) and not isinstance(result, ErrorItemNotFound):
            raise result


def _said(error: Exception) -> str:
    text = str(error)
    inner = _RERAISED.search(text)
    name = type(error).__name__
    return inner[1] if inner else text if text.startswith((name, "HTTP")) else f"{name}: {text}"


def _seconds(error: Any) -> float | None:
    """Return how long the service asks for; exchangelib fills in a guess of its own where it does not."""
    return None if _RERAISED.search(str(error)) else error.back_off
