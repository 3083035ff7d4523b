"""A fake that runs elsewhere, asked over its control API: the names of `FakeServer`, as far as they make sense.

client = Client("https://localhost:8443", ca_file="ca.pem")
tenant = client.new_tenant()
tenant.add_user("alice").mailbox.deliver(subject="Hello")
"""

import asyncio
import json
import os
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from socket import socket
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, Self

from fakeserver.client.differences import missing, not_over_the_wire
from fakeserver.client.tenant import RemoteTenant
from fakeserver.client.transport import Transport
from fakeserver.endpoint import Endpoint

if TYPE_CHECKING:
    from fakeserver.client.certificates import RemoteCertificates
    from fakeserver.client.cloud import RemoteCloud
    from fakeserver.listeners.accepting import Listener

#: what the environment says, where a call does not
URL, KEY, CA_FILE = "FAKESERVER_CONTROL_URL", "FAKESERVER_CONTROL_KEY", "FAKESERVER_CA_FILE"


class Client:
    """The Python side of the control API. Thread-safe; a context manager, at whose end its connections are closed.

    Attributes:
        ca_file: the CA's certificate (PEM) as a path; None without TLS, or where the machine's roots know it.
        errors: empty: what the fake itself has raised is seen where it runs.
    """

    local = "FakeServer"

    def __init__(
        self,
        url: str | None = None,
        *,
        ca_file: str | os.PathLike[str] | None = None,
        key: str | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        """Make a client; nothing is asked yet.

        Args:
            url: the fake's control URL, or any address of its HTTP; FAKESERVER_CONTROL_URL by default.
            ca_file: the CA that signs its certificate; FAKESERVER_CA_FILE by default.
            key: the key that a fake asks for on other addresses than loopback; FAKESERVER_CONTROL_KEY by default.

        Raises:
            ValueError: there is no URL, or it is none.
            OSError: the CA's file cannot be read.
        """
        url = url or environment.get(URL)
        if not url:
            raise ValueError(f"give the fake's URL, or set {URL}: control_url in the file of `serve --endpoints FILE`")
        ca = ca_file or environment.get(CA_FILE)
        self.ca_file = str(ca) if ca else None
        self.errors: list[BaseException] = []
        self._transport = Transport(url, self.ca_file, key or environment.get(KEY))

    @classmethod
    def of(
        cls, endpoints: str | os.PathLike[str], *, key: str | None = None, environment: Mapping[str, str] = os.environ
    ) -> Self:
        """Return a client for the fake that has written an endpoints file; its key stands there, too.

        Raises:
            ValueError: it is no endpoints file, or one of a fake without a control API.
            OSError: it, or the CA's file that it names, cannot be read.
        """
        try:
            facts = json.loads(Path(endpoints).read_text(encoding="utf-8"))
            url = facts["control_url"]
        except (ValueError, KeyError, TypeError):
            raise ValueError(
                f"{os.fspath(endpoints)} is no endpoints file with a control_url: `fakeserver serve --endpoints FILE` "
                "writes one"
            ) from None
        return cls(url, ca_file=facts.get("ca_file"), key=key or facts.get("control_key"), environment=environment)

    def close(self) -> None:
        """Close the connections, and remove the files that were made here."""
        self._transport.close()
        if "certificates" in self.__dict__:
            self.certificates.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    # --- tenants -----------------------------------------------------------------------------------------------------

    @property
    def tenants(self) -> list[RemoteTenant]:
        """Every tenant of the fake, oldest first."""
        return self.cloud.all()

    def tenant(self, name: str | None = None) -> RemoteTenant:
        """Return the tenant with an id or a domain; without a name, the first.

        Raises:
            LookupError: there is none.
        """
        if name is not None:
            return self.cloud.tenant(name)
        for tenant in self.tenants:
            return tenant
        raise LookupError(f"the fake at {self.base_url} has no tenant")

    def new_tenant(self, **settings: Any) -> RemoteTenant:
        """Add a tenant, without users unless some are given.

        Args:
            settings: a configuration: ``domain``, ``tenant_id``, ``name``, ``users``, ``policies`` ...; a random or a
                clock does not go over the wire.
        """
        for name in ("clock", "random"):
            if name in settings:
                raise not_over_the_wire(f"{name}=", "tenant.clock moves the time; give passwords that are to be known")
        from fakeserver.client.values import to_json

        asked = {"users": [], "shared_mailboxes": [], **settings}
        return self.cloud.make({name: to_json(name, value) for name, value in asked.items() if value is not None})

    def drop_tenant(self, tenant: RemoteTenant) -> None:
        """Remove a tenant with everything in it; its clients are told goodbye."""
        self.cloud.drop(tenant)

    @cached_property
    def cloud(self) -> "RemoteCloud":
        """The tenants that this client has made."""
        from fakeserver.client.cloud import RemoteCloud

        return RemoteCloud(self._transport)

    # --- what no tenant has ------------------------------------------------------------------------------------------

    def explain(self, token: str, mailbox: str | None = None) -> dict[str, Any]:
        """Take a token apart, and say what each protocol would answer to it.

        Args:
            token: any JWT; also with ``Bearer`` before it, or as an XOAUTH2 response.
            mailbox: that is named beside it to IMAP, POP3 and SMTP; by default that of XOAUTH2, or the user's own.
        """
        body = {"token": token, "mailbox": mailbox}
        explained: dict[str, Any] = self._transport.json("POST", "/tokens/explain", body)
        return explained

    # --- where it is -------------------------------------------------------------------------------------------------

    @property
    def base_url(self) -> str:
        """Scheme, host and port of everything that speaks HTTP; no final slash."""
        return self._transport.base_url

    @cached_property
    def places(self) -> dict[str, Any]:
        """Where everything is that no tenant has of its own, as the fake tells its clients."""
        found: dict[str, Any] = self._transport.json("GET", "/server")
        return found

    @property
    def plain(self) -> bool:
        """Whether there is no TLS, so that the URLs say http."""
        return self.base_url.startswith("http:")

    @property
    def control_url(self) -> str:
        """Where the control API answers."""
        return f"{self.base_url}/_fake/api"

    @property
    def inspector_url(self) -> str:
        """The page on which a person looks into the fake."""
        return f"{self.base_url}/_fake/"

    @property
    def ews_url(self) -> str:
        """Where EWS answers."""
        return f"{self.base_url}/EWS/Exchange.asmx"

    @property
    def graph_url(self) -> str:
        """Where Microsoft Graph answers, with its version; no final slash."""
        return f"{self.base_url}/v1.0"

    @property
    def autodiscover_url(self) -> str:
        """Where Autodiscover (POX) answers; SOAP and JSON are beside it."""
        return f"{self.base_url}/autodiscover/autodiscover.xml"

    def authority(self, tenant: RemoteTenant) -> str:
        """Return the authority that msal asks for."""
        return f"{self.base_url}/{tenant.tenant_id}"

    def token_url(self, tenant: RemoteTenant) -> str:
        """Return the tenant's token endpoint, v2.0."""
        return f"{self.authority(tenant)}/oauth2/v2.0/token"

    def endpoints(self, tenant: RemoteTenant) -> dict[str, Any]:
        """Return what a program needs in order to use this tenant, ready for JSON; passwords and secrets included."""
        return self.cloud.tenant(tenant.tenant_id).endpoints

    @property
    def http(self) -> Endpoint:
        """Where Entra ID, EWS, Microsoft Graph and Autodiscover answer."""
        from urllib.parse import urlsplit

        parts = urlsplit(self.base_url)
        return Endpoint(parts.hostname or "", parts.port or (80 if self.plain else 443))

    @property
    def imap(self) -> Endpoint:
        """Where IMAP answers."""
        return self._places["imap"]

    @property
    def pop3(self) -> Endpoint:
        """Where POP3 answers."""
        return self._places["pop3"]

    @property
    def smtp(self) -> Endpoint:
        """Where SMTP submission answers."""
        return self._places["smtp"]

    @cached_property
    def _places(self) -> dict[str, Endpoint]:
        """Where the line protocols answer."""
        facts = self.places
        return {name: Endpoint(facts[name]["host"], facts[name]["port"]) for name in ("imap", "pop3", "smtp")}

    # --- trust -------------------------------------------------------------------------------------------------------

    @cached_property
    def certificates(self) -> "RemoteCertificates":
        """Files that let programs of this machine trust the fake.

        Raises:
            ValueError: the client was given no CA.
        """
        from fakeserver.client.certificates import RemoteCertificates

        if self.ca_file is None:
            raise ValueError(f"the client of {self.base_url} was given no CA: ca_file=, or {CA_FILE}")
        return RemoteCertificates(self.ca_file)

    @property
    def bundle_file(self) -> str | None:
        """The machine's roots and the fake's CA in one file (PEM); None without a CA."""
        return None if self.ca_file is None else str(self.certificates.bundle_file)

    def ssl_context(self) -> ssl.SSLContext:
        """Return a client's context that trusts this fake."""
        return self.certificates.client_context()

    # --- what leads this machine's programs there --------------------------------------------------------------------

    @contextmanager
    def hosting(self, listeners: "Mapping[Listener, Sequence[socket]]") -> Iterator[None]:
        """Run listeners of this process, such as the proxy that leads programs, until the block ends."""
        from fakeserver.listeners.thread import STOP_LIMIT, LoopThread

        thread = LoopThread("fakeserver-client", self.errors.append)
        thread.start()

        async def begin() -> None:
            for listener, sockets in listeners.items():
                await listener.start(*sockets)

        async def end() -> None:
            await asyncio.gather(*(listener.stop() for listener in listeners))

        try:
            thread.call(begin())
            try:
                yield
            finally:
                thread.call(end(), STOP_LIMIT)
        finally:
            thread.stop()

    def listening(self, sockets: Mapping[str, Sequence[socket]]) -> NoReturn:
        """Refuse to lead a network of its own there.

        Raises:
            TypeError: always.
        """
        raise not_over_the_wire(
            "isolated=True: sockets of another network", "run without it, or start the fake in the test's process"
        )

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            raise missing(self, self.local, name)

    def __repr__(self) -> str:
        return f"<Client of {self.base_url}>"
