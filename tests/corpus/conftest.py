"""Each message of the corpus lies alone in the test's inbox, octet for octet."""

import pytest

from fakeserver.tenant.tenant import Tenant
from pytest_m365.mailbox import Mailbox
from tests.corpus.expected import EXPECTED, Expected, octets


@pytest.fixture(params=sorted(EXPECTED))
def name(request: pytest.FixtureRequest) -> str:
    """A message's name."""
    return str(request.param)


@pytest.fixture
def expected(name: str) -> Expected:
    """What must be seen of it."""
    return EXPECTED[name]


@pytest.fixture
def message(name: str, m365_fake: Tenant, m365_mailbox: Mailbox) -> bytes:
    """The message, which lies in the inbox."""
    mailbox = m365_fake.mailbox(m365_mailbox.address)
    with mailbox.lock:
        mailbox.items.add_mime(mailbox.folders.distinguished("inbox"), octets(name))
    return octets(name)
