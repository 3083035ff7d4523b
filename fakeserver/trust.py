"""What the environment says while programs of this process talk to the fake: whom to trust, and no proxy.

Clients disagree on where trust comes from: requests (so msal and exchangelib) takes REQUESTS_CA_BUNDLE over the
session's own setting, ssl and most others take SSL_CERT_FILE, curl CURL_CA_BUNDLE. So all three name one bundle: the
roots that the machine would have used, and the fake's authority. No module of anybody is patched.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

BUNDLE_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
#: two spellings, since some programs read only one
PROXY_VARIABLES = ("NO_PROXY", "no_proxy")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def trusting(bundle: str, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the variables that let a program trust a bundle and reach loopback past any proxy."""
    variables = dict.fromkeys(BUNDLE_VARIABLES, bundle)
    for name in PROXY_VARIABLES:
        hosts = [host for host in environment.get(name, "").split(",") if host]
        variables[name] = ",".join([*hosts, *(host for host in LOOPBACK if host not in hosts)])
    return variables


@contextmanager
def trusted(bundle: str | None) -> Iterator[None]:
    """Set those variables in this process until the block ends; without a bundle (no TLS) only the proxy's.

    Not for two threads at once: the environment belongs to the process.
    """
    variables = trusting(bundle or "")
    if bundle is None:
        variables = {name: value for name, value in variables.items() if name not in BUNDLE_VARIABLES}
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
