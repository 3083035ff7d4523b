"""What listeners need of whoever signs their certificates."""

import ssl
from datetime import datetime
from pathlib import Path
from typing import Protocol

#: Whose certificate it is that has the wrong name, where a fault wants that; nobody can have this one (RFC 2606).
ANOTHER_HOST = "mail.fabrikam.example"


class Leaf(Protocol):
    """A server's certificate with its key, which is in memory only."""

    def configure_cert(self, context: ssl.SSLContext, /) -> None:
        """Let a context present it."""


class Authority(Protocol):
    """A certificate authority."""

    @property
    def certificate(self) -> bytes:
        """What clients trust (PEM)."""

    @property
    def file(self) -> Path | None:
        """Where that lies for good; None where it lasts no longer than the server."""

    @property
    def lifetime(self) -> float:
        """For how many seconds a certificate is good from now on."""

    def covers(self, name: str) -> bool:
        """Say whether clients take its signature for a host name or an IP address."""

    def issue(
        self,
        *names: str,
        common_name: str | None = None,
        not_before: datetime | None = None,
        not_after: datetime | None = None,
    ) -> Leaf:
        """Sign a certificate for host names and IP addresses.

        Raises:
            ValueError: a name is none, or not for this authority to sign.
        """
