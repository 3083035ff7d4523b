import random
import threading

import pytest

from fakeserver.tenant.budgets import Budgets
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.transport.delivery import Transport
from fakeserver.tenant.exchange.transport.outbound import OutboundMessage
from fakeserver.tenant.later import Later
from fakeserver.tenant.switches.policies import Policies
from tests.protocols.ews.conftest import ews, world

__all__ = ["ews", "world"]  # some parts of mailboxes are tested on what EWS makes of them, and shows


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.freeze()
    return clock


def primary_address(address: str) -> str:
    """Return whose address it is; "al" is alice's alias."""
    return {"al@contoso.onmicrosoft.com": "alice@contoso.onmicrosoft.com"}.get(address.lower(), address.lower())


@pytest.fixture
def mailboxes(clock: Clock) -> Mailboxes:
    return Mailboxes(clock, threading.RLock(), random.Random(1), primary_address)


@pytest.fixture
def alice(mailboxes: Mailboxes) -> Mailbox:
    return mailboxes.add("alice@contoso.onmicrosoft.com", "Alice")


@pytest.fixture
def bob(mailboxes: Mailboxes) -> Mailbox:
    return mailboxes.add("bob@contoso.onmicrosoft.com", "Bob")


@pytest.fixture
def outbound() -> list[OutboundMessage]:
    return []


@pytest.fixture
def transport(mailboxes: Mailboxes, clock: Clock, outbound: list[OutboundMessage]) -> Transport:
    policies = Policies()
    return Transport(
        mailboxes,
        clock,
        outbound,
        lambda domain: domain == "contoso.onmicrosoft.com",
        lambda address: None,
        switches=policies,
        budgets=Budgets(clock, policies),
        later=Later(clock, mailboxes.lock),
    )
