"""The key that the control API asks for."""

import secrets

from fakeserver.server.endpoints import is_loopback

#: Octets of randomness in a key that is made.
_KEY_OCTETS = 24


def key_for(host: str, given: str | None) -> str | None:
    """Return the key that has to be shown: the given one; for other machines one is made; on loopback there is none.

    Args:
        host: the address that is listened on.

    Raises:
        ValueError: the given key is empty, as from a variable that is not set.
    """
    if given is not None:
        if not given.strip():
            raise ValueError("the control key is empty; leave it out to have one made")
        return given
    return None if is_loopback(host) else secrets.token_urlsafe(_KEY_OCTETS)
