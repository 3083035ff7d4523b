"""A fake in a container, for the tests of a whole session, by testcontainers.

    docker build -t fakeserver .
    pip install msal testcontainers
    pytest examples/containers

Not run here: it takes a container runtime. What it calls was checked with the types of testcontainers 4.15.
"""

import imaplib
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msal
import pytest

pytest.importorskip("testcontainers", reason="needs testcontainers, and a container runtime")
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HealthcheckWaitStrategy

#: HTTP, IMAP, POP3 and SMTP, inside
PORTS = (8443, 8993, 8995, 8587)
#: what is well known of the image's tenant: docs/configuration.md
TENANT_ID = "11111111-1111-1111-1111-111111111111"
CLIENT_ID, SECRET = "33333333-3333-3333-3333-333333333333", "not-a-secret-daemon"
MAILBOX = "alice@contoso.onmicrosoft.com"


@dataclass(frozen=True)
class Fake:
    """Where it is."""

    host: str
    #: inside -> outside
    ports: Mapping[int, int]
    ca_file: Path


@pytest.fixture(scope="session")
def fake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fake]:
    container = DockerContainer("fakeserver").with_exposed_ports(*PORTS).waiting_for(HealthcheckWaitStrategy())
    with container:
        ca_file = tmp_path_factory.mktemp("fake") / "ca.pem"
        container.copy_from_container("/data/ca/ca.pem", ca_file)
        ports = {port: container.get_exposed_port(port) for port in PORTS}
        yield Fake(container.get_container_host_ip(), ports, ca_file)


def test_an_application_opens_a_mailbox(fake: Fake) -> None:
    app = msal.ConfidentialClientApplication(
        CLIENT_ID,
        SECRET,
        f"https://{fake.host}:{fake.ports[8443]}/{TENANT_ID}",
        verify=str(fake.ca_file),
        instance_discovery=False,
    )
    token = app.acquire_token_for_client(["https://outlook.office365.com/.default"])["access_token"]
    trusted = ssl.create_default_context(cafile=fake.ca_file)
    with imaplib.IMAP4_SSL(fake.host, fake.ports[8993], ssl_context=trusted) as imap:
        imap.authenticate("XOAUTH2", lambda _: f"user={MAILBOX}\x01auth=Bearer {token}\x01\x01".encode())
        assert imap.select("INBOX")[0] == "OK"
