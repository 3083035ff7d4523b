"""A mailbox to be filled."""

import random
import threading

import pytest

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes


@pytest.fixture
def box() -> Mailbox:
    clock = Clock()
    clock.freeze()
    return Mailboxes(clock, threading.RLock(), random.Random(1)).add("alice@contoso.onmicrosoft.com", "Alice")
