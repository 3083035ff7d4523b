"""Who may call the API: with the key where there is one, by a name of this server, and from no other site's page.

A page of another site, in somebody's browser, could call a server on loopback as well. By a name of its own that leads
to loopback (DNS rebinding): so the Host field has to be one of ours. Or across origins: so ``Origin`` and
``Sec-Fetch-Site`` must say that a page of this server has asked, and no CORS field ever lets another one read.
"""

from hmac import compare_digest
from ipaddress import ip_address
from urllib.parse import urlsplit

from fakeserver.protocols.control.host import Host
from fakeserver.protocols.control.problems import Problem
from fakeserver.wire import HttpRequest

#: The field that the key stands in.
KEY_FIELD = "Fakeserver-Key"
#: What browsers say of a request that no other site has caused.
_OWN_SITE = frozenset({"", "none", "same-origin"})


class Guard:
    """Lets requests in, or says why not."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def knows(self, request: HttpRequest) -> bool:
        """Say whether a request calls the server by one of its own names."""
        called = (urlsplit(request.base_url).hostname or "").rstrip(".")
        return called in self._host.names or _is_loopback(called)

    def check_site(self, request: HttpRequest) -> None:
        """Refuse what another site's page may have caused.

        Raises:
            Problem
        """
        if not self.knows(request):
            called = urlsplit(request.base_url).netloc
            raise Problem(
                403,
                f"{called[:200]!r} is no name of this server; it goes by {', '.join(self._host.names)}. Another name "
                "is given to it by --name",
            )
        origin = request.headers.get("Origin")
        if request.headers.get("Sec-Fetch-Site") not in _OWN_SITE or origin not in ("", request.base_url):
            raise Problem(403, "this was asked by a page of another site; only this server's own page may")

    def check_key(self, request: HttpRequest) -> None:
        """Refuse a request without the key, where there is one.

        Raises:
            Problem
        """
        key = self._host.control_key
        if key is None:
            return
        shown = request.headers.get(KEY_FIELD)
        if not compare_digest(shown.encode("utf-8", "replace"), key.encode()):
            what = "the key is wrong" if shown else f"the field {KEY_FIELD} is missing"
            raise Problem(
                401,
                f"{what}: this server listens for other machines too, so its key is asked for; `fakeserver serve` has "
                "printed it, unless it was given by --control-key",
                ("WWW-Authenticate", f'{KEY_FIELD} realm="fakeserver"'),
            )


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
