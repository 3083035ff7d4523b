"""What becomes of a promise: it holds, differs, or was not asked, with a reason that names nobody."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from fakeserver.tenant.tenant import Tenant
from pytest_m365.contract import performing, terms
from pytest_m365.contract.asking.asker import Asker
from pytest_m365.contract.asking.pool import Pool
from pytest_m365.contract.leaks import Private
from pytest_m365.contract.performing import perform
from pytest_m365.contract.promise import Ask
from pytest_m365.contract.promises.everything import PROMISES
from pytest_m365.target import Target

(NOOP,) = [promise for promise in PROMISES if promise.id == "imap-noop"]
(GET_FOLDER,) = [promise for promise in PROMISES if promise.id == "ews-sign-in-delegated"]


@pytest.fixture
def asker(m365: Target) -> Iterator[Asker]:
    asker = Asker(m365, Pool(), Private())
    yield asker
    asker.close()


def test_it_differs_with_what_was_said(asker: Asker, m365_fake: Tenant) -> None:
    m365_fake.faults.say("imap", "NOOP", text="{tag} OK NOOP done.")
    outcome = perform(NOOP, asker)
    assert (outcome.verdict, outcome.said, outcome.reason) == ("differs", "OK NOOP done.", "")
    assert (outcome.id, outcome.mark, outcome.source, outcome.asked) == ("imap-noop", "T", "logs", "NOOP")


@pytest.mark.m365(imap=False)
def test_who_is_not_let_in_is_a_reason(asker: Asker) -> None:
    outcome = perform(replace(NOOP, ask=Ask("CREATE", lambda asker: [asker.folder])), asker)
    assert outcome.verdict == "not asked"
    assert outcome.reason == "IMAP lets nobody in: BAD User is authenticated but not connected."


def test_a_reason_names_nobody(asker: Asker, m365_fake: Tenant) -> None:
    def refuse(asker: Asker) -> Sequence[str]:
        raise terms.NotAsked(f"{asker.user} of {asker.target.domain} at 10.1.2.3 may not")

    assert perform(replace(NOOP, ask=Ask("x", refuse)), asker).reason == "<user> of <host> at <ip> may not"


def test_what_a_target_skips_is_a_reason(asker: Asker) -> None:
    def skip(asker: Asker) -> Sequence[str]:
        pytest.skip("m365.daemon_app: the live tenant has no application that acts by itself")

    outcome = perform(replace(NOOP, ask=Ask("x", skip)), asker)
    assert (outcome.verdict, outcome.said) == ("not asked", "")
    assert outcome.reason == "<word>.<word>_app: the live tenant has no application that acts by itself"


@pytest.mark.parametrize("error", [ConnectionResetError("10.1.2.3"), TimeoutError("alice"), BrokenPipeError()])
def test_a_connection_that_fails_is_a_reason(asker: Asker, error: Exception) -> None:
    def fail(asker: Asker) -> Sequence[str]:
        raise error

    outcome = perform(replace(NOOP, ask=Ask("x", fail)), asker)
    assert (outcome.verdict, outcome.said) == ("not asked", "")
    assert outcome.reason.startswith("the connection failed: ")
    assert not {"10.1.2.3", "alice"} & set(outcome.reason.split())


def test_another_error_is_the_suite_s_own(asker: Asker) -> None:
    def fail(asker: Asker) -> Sequence[str]:
        raise KeyError("x")

    with pytest.raises(KeyError):
        perform(replace(NOOP, ask=Ask("x", fail)), asker)


def test_after_its_end_ews_is_not_asked_of_the_service(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(performing, "EWS_ENDS", "2020-01-01")
    assert perform(GET_FOLDER, asker).verdict == "holds"
    monkeypatch.setattr(asker.target, "kind", "live")
    assert perform(GET_FOLDER, asker).reason == "EWS has ended on 2020-01-01"
    assert perform(NOOP, asker).verdict == "holds"
    monkeypatch.setattr(performing, "EWS_ENDS", terms.EWS_ENDS)
    monkeypatch.setattr(asker.target, "kind", "fake")
