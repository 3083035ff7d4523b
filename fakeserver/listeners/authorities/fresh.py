"""An authority that is made at each start, and is gone with the server."""

import math
from datetime import datetime

from fakeserver.listeners.authorities.authority import Leaf


class FreshAuthority:
    """An authority that signs for every name, and whose key nobody ever sees.

    Keys are P-256: a chain takes 0.3 ms to make, where RSA takes 100. Its certificates are good for centuries, so that
    programs whose clock is far ahead take them.

    Attributes:
        certificate: what clients trust (PEM).
        file: None.
        lifetime: for how many seconds a certificate is good; without end.
    """

    file = None
    lifetime = math.inf

    def __init__(self, organization: str = "fakeserver") -> None:
        # Here, so that a server without TLS does not wait for it.
        import trustme

        self._authority = trustme.CA(organization_name=organization)
        self.certificate = self._authority.cert_pem.bytes()

    def covers(self, name: str) -> bool:
        """Return True."""
        return True

    def issue(
        self,
        *names: str,
        common_name: str | None = None,
        not_before: datetime | None = None,
        not_after: datetime | None = None,
    ) -> Leaf:
        """Sign a certificate.

        Raises:
            ValueError: a name is none.
        """
        return self._authority.issue_cert(*names, common_name=common_name, not_before=not_before, not_after=not_after)
