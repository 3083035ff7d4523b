"""Who asks: tokens of the user and of the application, and secrets that nothing shows."""

import pytest

from fakeserver.tenant.tenant import Tenant
from pytest_m365.contract.asking.asker import Asker
from pytest_m365.contract.asking.caller import Caller
from pytest_m365.contract.asking.permissions import is_delegated, permissions_in
from pytest_m365.fake import FakeTarget
from pytest_m365.live.errors import SignInRefused


def test_tokens_are_secrets(asker: Asker) -> None:
    tokens = [asker.token_of("user", "IMAP"), asker.token_of("app", "IMAP")]
    assert [is_delegated(token) for token in tokens] == [True, False]
    assert asker.private.secrets >= set(tokens)


def test_another_application_is_heeded(asker: Asker, m365: FakeTarget) -> None:
    other = m365.tenant.register_app("Other", application=["IMAP.AccessAsApp"])
    m365.daemon_app = other
    assert permissions_in(asker.app_token()) == {"IMAP.AccessAsApp"}


def test_a_question_is_asked_once(asker: Asker) -> None:
    asked: list[int] = []

    def ask() -> list[str]:
        asked.append(1)
        return ["said"]

    assert [asker.once("what", ask), asker.once("what", ask)] == [["said"], ["said"]]
    assert len(asked) == 1


@pytest.mark.parametrize("impersonated", [False, True])
def test_ews_takes_a_token_and_whom_it_acts_as(asker: Caller, *, impersonated: bool) -> None:
    answer = asker.ews("<m:X/>", token=asker.app_token(), impersonated=asker.user if impersonated else "")
    code = "ErrorInvalidRequest" if impersonated else "ErrorInvalidExchangeImpersonationHeaderData"
    assert code in answer.lines()[0]


def test_without_a_token_nothing_is_connected_to(
    asker: Caller, m365_fake: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(scope: str) -> str:
        raise SignInRefused("signing in", f"AADSTS65001: {scope} is not consented", 65001)

    monkeypatch.setattr(asker, "token", refuse)
    for connect in (asker.imap, asker.smtp):
        with pytest.raises(SignInRefused):
            connect()
    assert not {"IMAP", "SMTP"} & {each.protocol for each in m365_fake.journal.entries}
