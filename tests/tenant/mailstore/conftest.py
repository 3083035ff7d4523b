import random
import threading

import pytest

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.mailstore.delivery import OutboundMessage, Transport
from fakeserver.tenant.mailstore.mailbox import Mailbox
from fakeserver.tenant.mailstore.mailstore import Mailstore


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.freeze()
    return clock


@pytest.fixture
def mailstore(clock: Clock) -> Mailstore:
    return Mailstore(clock, threading.RLock(), random.Random(1))


@pytest.fixture
def alice(mailstore: Mailstore) -> Mailbox:
    return mailstore.add("alice@contoso.onmicrosoft.com", "Alice", ["al@contoso.onmicrosoft.com"])


@pytest.fixture
def bob(mailstore: Mailstore) -> Mailbox:
    return mailstore.add("bob@contoso.onmicrosoft.com", "Bob")


@pytest.fixture
def outbound() -> list[OutboundMessage]:
    return []


@pytest.fixture
def transport(mailstore: Mailstore, clock: Clock, outbound: list[OutboundMessage]) -> Transport:
    return Transport(mailstore, clock, outbound, lambda domain: domain == "contoso.onmicrosoft.com")
