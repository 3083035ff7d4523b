"""Files that let programs of this machine trust a fake that runs elsewhere."""

import ssl
from pathlib import Path

from fakeserver.client.transport import client_context
from fakeserver.listeners.certificates import Certificates
from fakeserver.listeners.folder import TemporaryFolder


class RemoteCertificates(Certificates):
    """The files of an authority whose key is elsewhere: it signs nothing here."""

    def __init__(self, ca_file: str) -> None:
        """Make the files in a temporary folder of our own.

        Args:
            ca_file: the authority's certificate (PEM).
        """
        self._folder = TemporaryFolder("fakeserver-client-")
        # Nothing of it is secret, and a program may run, or go on, as somebody else.
        self._folder.path.chmod(0o755)
        self.ca_file = Path(ca_file)

    def client_context(self) -> ssl.SSLContext:
        """Return a context for clients, which trusts this authority and nobody else."""
        return client_context(str(self.ca_file))
