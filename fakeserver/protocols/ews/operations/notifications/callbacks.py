"""Where push subscriptions may be called back, and what EWS says of any other place."""

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.notifications.errors import INVALID_URL, NOT_LOOPBACK
from fakeserver.protocols.http.callbacks import Callback, CallbackRefused, read_callback


def read_url(text: str) -> Callback:
    """Read a URL to be called back at, as `read_callback`.

    Raises:
        EwsError: it is none, or leads away from this machine.
    """
    try:
        return read_callback(text)
    except CallbackRefused as refused:
        raise EwsError(NOT_LOOPBACK if refused.is_elsewhere else INVALID_URL, fix=refused.fix) from refused
