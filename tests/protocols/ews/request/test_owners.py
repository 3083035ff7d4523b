"""Faults for the owner of a mailbox that somebody else opens over EWS."""

from collections.abc import Iterator
from typing import Any

import pytest

from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target

exchangelib = pytest.importorskip("exchangelib")


@pytest.fixture
def shared(m365: Target, m365_fake: Tenant) -> Iterator[Any]:
    """A shared mailbox, as alice opens it by delegation."""
    team = m365_fake.add_shared_mailbox("team", members=[m365_fake.user(m365.username)])
    with m365.open_ews() as account:
        account.protocol.config.retry_policy = exchangelib.protocol.FailFast()
        yield exchangelib.Account(
            team.address, config=account.protocol.config, access_type=exchangelib.DELEGATE, autodiscover=False
        )


def test_by_the_address_beside_a_distinguished_folder(shared: Any, m365_fake: Tenant) -> None:
    throttled = m365_fake.faults.throttle("ews", "GetFolder", user="team")
    with pytest.raises(exchangelib.errors.ErrorServerBusy):
        assert shared.inbox
    assert throttled.taken == 1


def test_by_the_id_of_a_folder_and_of_an_item(shared: Any, m365_fake: Tenant) -> None:
    inbox = shared.inbox
    message = exchangelib.Message(folder=inbox, account=shared, subject="Hi").save()
    with m365_fake.faults.throttle("ews", "FindItem", user="team"):
        with pytest.raises(exchangelib.errors.ErrorServerBusy):
            list(inbox.all())
        assert list(inbox.all()) == [message]
    m365_fake.faults.throttle("ews", "DeleteItem", user="team")
    with pytest.raises(exchangelib.errors.ErrorServerBusy):
        message.delete()


def test_the_callers_own_mailbox_is_not_concerned(shared: Any, m365: Target, m365_fake: Tenant) -> None:
    throttled = m365_fake.faults.throttle("ews", user="team")
    with m365.open_ews() as account:
        assert account.inbox.total_count == 0
    assert not throttled.taken
