"""The environment variables that let programs of this process reach the fake: which CA to trust, and no proxy.

Clients disagree on where trust comes from: requests (so msal and exchangelib) takes REQUESTS_CA_BUNDLE over the
session's own setting, ssl and most others take SSL_CERT_FILE, curl CURL_CA_BUNDLE. So all three name one bundle: the
roots that the machine would have used, and the fake's authority. No module is patched, except what aiohttp and urllib
keep from a time before the environment was set.
"""

import os
import ssl
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

from fakeserver.variables import environment_set

#: where clients look for a bundle of roots, in the order in which they prefer them
BUNDLE_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
#: two spellings, since some programs read only one
PROXY_VARIABLES = ("NO_PROXY", "no_proxy")
#: the names of this machine's loopback
LOOPBACK = ("localhost", "127.0.0.1", "::1")
#: of ``aiohttp.connector``: the context of clients that get none
AIOHTTP_CONTEXT = "_SSL_CONTEXT_VERIFIED"
#: of ``urllib.request``: what ``urlopen`` opens with
URLLIB_OPENER = "_opener"
#: the handlers of ``urllib.request`` that an opener has which ``urlopen`` makes
_URLLIB_HANDLERS = (
    "ProxyHandler",
    "UnknownHandler",
    "HTTPHandler",
    "HTTPSHandler",
    "HTTPDefaultErrorHandler",
    "HTTPRedirectHandler",
    "FTPHandler",
    "FileHandler",
    "HTTPErrorProcessor",
    "DataHandler",
)


def trusting(bundle: str, environment: Mapping[str, str] = os.environ, names: Iterable[str] = ()) -> dict[str, str]:
    """Return the variables that let a program trust a bundle and reach loopback past any proxy.

    Args:
        names: further hosts to be reached past any proxy.
    """
    variables = dict.fromkeys(BUNDLE_VARIABLES, bundle)
    for name in PROXY_VARIABLES:
        hosts = [host for host in environment.get(name, "").split(",") if host]
        variables[name] = ",".join(dict.fromkeys([*hosts, *LOOPBACK, *sorted(names)]))
    return variables


@contextmanager
def trusted(bundle: str | None, names: Iterable[str] = ()) -> Iterator[None]:
    """Set those variables in this process until the block ends; without a bundle (no TLS) only those for the proxy.

    Not for two threads at once: the environment belongs to the process.
    """
    variables = trusting(bundle or "", names=names)
    if bundle is None:
        variables = {name: value for name, value in variables.items() if name not in BUNDLE_VARIABLES}
    with environment_set(variables):
        yield


@contextmanager
def aiohttp_trusts(bundle: str | None) -> Iterator[None]:
    """Let aiohttp's clients trust a bundle where they get no context of their own, until the block ends.

    aiohttp (3.10 and newer) makes its own when it is imported, before the environment is set.
    """
    connector = sys.modules.get("aiohttp.connector")
    usual = getattr(connector, AIOHTTP_CONTEXT, None)
    if connector is None or usual is None or bundle is None:
        yield
        return
    setattr(connector, AIOHTTP_CONTEXT, bundle_context(bundle))
    try:
        yield
    finally:
        setattr(connector, AIOHTTP_CONTEXT, usual)


@contextmanager
def urllib_trusts() -> Iterator[None]:
    """Let urllib's ``urlopen`` read the environment anew, when the block begins and when it ends.

    From Python 3.12 on, the opener that it keeps has read the roots when it was first used. One that a program has
    installed, with headers or handlers that urllib does not use by itself, stays.
    """
    before = _urllib_opener()
    if before is not None:
        _keep_in_urllib(None)
    try:
        yield
    finally:
        if before is not None or _urllib_opener() is not None:
            _keep_in_urllib(before)


def _urllib_opener() -> object | None:
    """Return the opener that ``urlopen`` has made for itself."""
    request = sys.modules.get("urllib.request")
    opener = getattr(request, URLLIB_OPENER, None)
    if request is None or opener is None:
        return None
    usual = {getattr(request, name) for name in _URLLIB_HANDLERS}
    own = opener.addheaders == request.OpenerDirector().addheaders and {*map(type, opener.handlers)} <= usual
    return opener if own else None


def _keep_in_urllib(opener: object | None) -> None:
    sys.modules["urllib.request"].install_opener(opener)


@lru_cache(maxsize=2)
def bundle_context(bundle: str) -> ssl.SSLContext:
    """Return a client's context that trusts a bundle; reading all of the roots takes 10 ms, so once per bundle."""
    context = ssl.create_default_context(cafile=bundle)
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.set_alpn_protocols(["http/1.1"])
    return context
