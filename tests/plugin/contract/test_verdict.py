"""What an outcome is for pytest."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from fakeserver.tenant.tenant import Tenant
from pytest_m365.contract.asking.asker import Asker
from pytest_m365.contract.asking.pool import Pool
from pytest_m365.contract.leaks import Private
from pytest_m365.contract.promises.everything import PROMISES
from pytest_m365.contract.recording import FOUND
from pytest_m365.contract.verdict import ask
from pytest_m365.target import Target

(NOOP,) = [promise for promise in PROMISES if promise.id == "imap-noop"]


@pytest.fixture
def asker(m365: Target) -> Iterator[Asker]:
    asker = Asker(m365, Pool(), Private())
    yield asker
    asker.close()


def test_what_holds_passes_and_is_kept(asker: Asker, request: pytest.FixtureRequest) -> None:
    ask(NOOP, asker, request.node)
    found = request.node.stash[FOUND]
    assert (found["target"], found["outcome"]["verdict"]) == ("fake", "holds")


@pytest.mark.parametrize(
    ("kind", "mark", "raised"),
    [
        ("fake", "T", pytest.fail.Exception),
        ("fake", "U", pytest.fail.Exception),
        ("live", "T", pytest.fail.Exception),
        ("live", "U", pytest.xfail.Exception),
    ],
)
def test_what_differs_fails_unless_nothing_was_claimed(
    asker: Asker, m365_fake: Tenant, request: pytest.FixtureRequest, kind: str, mark: str, raised: type[BaseException]
) -> None:
    m365_fake.faults.say("imap", "NOOP", text="{tag} OK NOOP done.")
    asker.target.kind = kind
    with pytest.raises(raised) as failed:
        ask(replace(NOOP, mark=mark), asker, request.node)  # type: ignore[arg-type]
    asker.target.kind = "fake"
    assert "expected:\nOK NOOP completed.\nsaid:\nOK NOOP done." in str(failed.value)
    assert request.node.stash[FOUND]["outcome"]["verdict"] == "differs"


@pytest.mark.m365(imap=False)
def test_what_cannot_be_asked_is_skipped(asker: Asker, request: pytest.FixtureRequest) -> None:
    (append,) = [promise for promise in PROMISES if promise.id == "imap-append"]
    with pytest.raises(pytest.skip.Exception, match="IMAP lets nobody in"):
        ask(append, asker, request.node)
    assert request.node.stash[FOUND]["outcome"]["verdict"] == "not asked"
