"""What a promise needs is set on the fake, and never on the service, which is looked at."""

from collections.abc import Iterator
from typing import Literal

import pytest

from fakeserver.tenant.tenant import Tenant
from pytest_m365.contract.asking.asker import Asker
from pytest_m365.contract.asking.pool import Pool
from pytest_m365.contract.leaks import Private
from pytest_m365.contract.performing import perform
from pytest_m365.contract.promises.everything import PROMISES
from pytest_m365.contract.promises.settings import smtp_off
from pytest_m365.contract.setting import Setting
from pytest_m365.contract.terms import NotAsked
from pytest_m365.fake import FakeTarget

(OFF,) = [promise for promise in PROMISES if promise.id == "imap-off"]


@pytest.fixture
def asker(m365: FakeTarget) -> Iterator[Asker]:
    asker = Asker(m365, Pool(), Private())
    yield asker
    asker.close()


def imap_off(*, shows: bool) -> Setting:
    return Setting("IMAP is off", lambda target: target.user.set(imap=False), lambda asker: shows)


def test_it_is_set_on_the_fake(asker: Asker, m365: FakeTarget) -> None:
    imap_off(shows=False).need(asker)
    assert m365.user.imap is False


@pytest.mark.parametrize("shows", [True, False])
def test_nothing_is_set_on_the_service(
    asker: Asker, m365: FakeTarget, monkeypatch: pytest.MonkeyPatch, *, shows: bool
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(m365, "kind", "live")
        if shows:
            imap_off(shows=True).need(asker)
        else:
            with pytest.raises(NotAsked, match=r"^it does not show that this is so here: IMAP is off$"):
                imap_off(shows=False).need(asker)
    assert m365.user.imap is True


def test_what_is_needed_is_read_in_what_was_asked(asker: Asker) -> None:
    assert OFF.needs is not None
    outcome = perform(OFF, asker)
    assert outcome.asked.startswith(f"where {OFF.needs.says}: ")


@pytest.mark.parametrize("for_what", ["Tenant", "Mailbox"])
def test_smtp_that_names_no_setting_shows_none(
    for_what: Literal["Tenant", "Mailbox"], asker: Asker, m365_fake: Tenant
) -> None:
    """An application may lack a right, or a user's address be another than the mailbox's."""
    m365_fake.faults.say("smtp", "AUTH", text="535 5.7.3 Authentication unsuccessful [host]")
    assert not smtp_off("user", for_what).shows(asker)
