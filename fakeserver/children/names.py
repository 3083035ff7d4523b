"""The table of redirects for all real names, of a server that runs."""

from collections.abc import Iterable

from fakeserver.redirect import Redirects, service_redirects, sign_in_redirects
from fakeserver.redirect.redirects import together
from fakeserver.server import FakeServer


def real_names(
    server: FakeServer, domains: Iterable[str], *, closed_names: Iterable[str] = (), open_names: Iterable[str] = ()
) -> Redirects:
    """Return what leads the real service's names to a server, with what msal needs in order to sign in.

    Args:
        domains: the tenant's, whose Autodiscover names lead there as well.
        closed_names: kept from the network with all names below them, beside Microsoft's.
        open_names: not kept from it, with all names below them.
    """
    service = service_redirects(
        server.http,
        server.imap,
        server.pop3,
        server.smtp,
        domains,
        closed_names=closed_names,
        open_names=open_names,
    )
    return together([sign_in_redirects(server.http), service])
