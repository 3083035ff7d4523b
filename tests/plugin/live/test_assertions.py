"""A daemon without a secret: tokens of another issuer, from a file or from GitHub Actions."""

import time
from pathlib import Path
from typing import Any

import pytest

from fakeserver.jws import readable_claims
from fakeserver.tenant.directory.applications import Application
from pytest_m365 import Target, Tenant
from pytest_m365.live.assertions import AUDIENCE, GitHubTokens, TokenFile
from pytest_m365.live.errors import SignInRefused, Unavailable
from tests.live.github import IMMUTABLE, ISSUER, NAMED, GitHub, Job
from tests.plugin.live.conftest import Make, Waits, unheard
from tests.tokens import claims_of

#: beside the daemon's id nothing, so that the job's own variables count
NO_SECRET = {"M365_CLIENT_SECRET": None}


@pytest.fixture
def trusts(m365_fake: Tenant, federated: Application, github: GitHub) -> Any:
    """Lets the application trust a subject of GitHub."""

    def trust(subject: str) -> None:
        m365_fake.applications.trust_issuer(federated, ISSUER, subject, [github.public_key])

    return trust


@pytest.fixture
def token_file(tmp_path: Path, github: GitHub) -> Path:
    path = tmp_path / "token"
    path.write_text(f"{github.token()}\n")
    return path


class TestGitHub:
    @pytest.fixture
    def signed_in(self, sign_in: Make, federated: Application, github: GitHub) -> Any:
        return sign_in(**NO_SECRET, **github.environment, M365_DAEMON_CLIENT_ID=federated.client_id)

    @pytest.mark.parametrize("subject", [NAMED, IMMUTABLE])
    def test_a_job_signs_in(
        self, signed_in: Any, trusts: Any, github: GitHub, learned: list[str], subject: str
    ) -> None:
        trusts(subject)
        github.job = Job(has_immutable_subject=subject == IMMUTABLE)
        assert claims_of(signed_in.app_token())["roles"] == ["IMAP.AccessAsApp"]
        ((target, authorization),) = github.asked
        assert target.partition("/idtoken")[2] == "?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange"
        assert authorization == f"bearer {github.request_token}"
        assert github.request_token in learned
        assert subject in [readable_claims(secret).get("sub") for secret in learned]

    @pytest.mark.parametrize(("sent", "trusted"), [(NAMED, IMMUTABLE), (IMMUTABLE, NAMED)])
    def test_the_other_form_of_the_subject(
        self, signed_in: Any, trusts: Any, github: GitHub, waits: Waits, sent: str, trusted: str
    ) -> None:
        trusts(trusted)
        github.job = Job(has_immutable_subject=sent == IMMUTABLE)
        with pytest.raises(SignInRefused, match=f"AADSTS700213: .*{sent}") as refused:
            signed_in.app_token()
        assert refused.value.code == 700213
        # It might have been a credential of this minute.
        assert sum(waits.seconds) > 60
        assert len(github.asked) == len(waits.seconds) + 1

    def test_a_credential_made_this_minute(self, signed_in: Any, trusts: Any, github: GitHub, waits: Waits) -> None:
        trusts(IMMUTABLE)
        waits.meanwhile = lambda: trusts(NAMED) if len(waits.seconds) == 2 else None
        assert signed_in.app_token()
        assert len(github.asked) == 3

    def test_each_token_is_a_new_one(self, signed_in: Any, trusts: Any, github: GitHub) -> None:
        trusts(NAMED)
        signed_in.app_token()
        signed_in.app_token(["https://graph.microsoft.com/.default"])
        assert len(github.asked) == 2

    def test_the_runners_clock_is_late(self, signed_in: Any, trusts: Any, github: GitHub) -> None:
        """Or the token was kept for too long: it has outlived itself."""
        trusts(NAMED)
        github.lifetime = -3600
        with pytest.raises(SignInRefused, match="AADSTS700024: Client assertion is not within its valid time range"):
            signed_in.app_token()

    def test_it_may_not_have_one(self, sign_in: Make, federated: Application, github: GitHub) -> None:
        environment = github.environment | {"ACTIONS_ID_TOKEN_REQUEST_TOKEN": "ghs.expired"}
        signed_in = sign_in(**NO_SECRET, **environment, M365_DAEMON_CLIENT_ID=federated.client_id)
        with pytest.raises(SignInRefused, match=r"HTTP 401 .*not authorized.*id-token: write.*fork") as refused:
            signed_in.app_token()
        assert "ghs.expired" not in str(refused.value)

    def test_a_hiccup(self, github: GitHub) -> None:
        github.failing = [503, 429]
        assert claims_of(self.asks(github)())["aud"] == AUDIENCE

    def test_it_is_down(self, github: GitHub) -> None:
        github.failing = [500] * 9
        with pytest.raises(Unavailable, match=r"HTTP 500 .*while asking GitHub Actions \(localhost\)"):
            self.asks(github)()

    def test_nobody_listens(self) -> None:
        ask = GitHubTokens("https://localhost:1/token", "request-token", unheard)
        with pytest.raises(Unavailable, match="no answer") as failed:
            ask()
        assert "request-token" not in str(failed.value)

    def test_its_request_token_goes_by_tls_only(self) -> None:
        with pytest.raises(SignInRefused, match="no https address"):
            GitHubTokens("http://localhost/token", "t", unheard)()

    def test_an_answer_without_a_token(self, github: GitHub, monkeypatch: pytest.MonkeyPatch) -> None:
        for body in (b"", b"[]", b"{}", b'{"value": 1}', b"<html>"):
            monkeypatch.setattr(github, "answer", lambda *_, body=body: (200, body))
            with pytest.raises(SignInRefused, match="HTTP 200"):
                self.asks(github)()

    def test_it_is_not_followed_elsewhere(self, github: GitHub, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(github, "answer", lambda *_: (302, b""))
        with pytest.raises(SignInRefused, match="HTTP 302"):
            self.asks(github)()

    def asks(self, github: GitHub) -> GitHubTokens:
        return GitHubTokens(github.environment["ACTIONS_ID_TOKEN_REQUEST_URL"], github.request_token, unheard)


class TestAFile:
    def test_it_is_read_anew_each_time(
        self, sign_in: Make, trusts: Any, federated: Application, token_file: Path, github: GitHub
    ) -> None:
        trusts(NAMED)
        signed_in = sign_in(
            **NO_SECRET, M365_FEDERATED_TOKEN_FILE=str(token_file), M365_DAEMON_CLIENT_ID=federated.client_id
        )
        assert signed_in.app_token()
        # Its keeper renews it; what stood there is too old by now.
        github.lifetime = -3600
        token_file.write_text(github.token())
        with pytest.raises(SignInRefused, match="AADSTS700024"):
            signed_in.app_token(["https://graph.microsoft.com/.default"])
        github.lifetime = 300
        token_file.write_text(github.token())
        assert signed_in.app_token(["https://graph.microsoft.com/.default"])
        assert github.asked == []

    def test_its_token_is_a_secret(self, token_file: Path) -> None:
        learned: list[str] = []
        token = TokenFile(str(token_file), learned.append)()
        assert learned == [token]
        assert claims_of(token)["exp"] > time.time()

    def test_it_is_gone(self, token_file: Path) -> None:
        token_file.unlink()
        with pytest.raises(SignInRefused, match=r"cannot be read: No such file .*M365_FEDERATED_TOKEN_FILE"):
            TokenFile(str(token_file), unheard)()

    @pytest.mark.parametrize("content", [b"", b"a secret", b"\xff\xfe", "töken".encode()])
    def test_it_holds_no_token(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "wrong"
        path.write_bytes(content)
        with pytest.raises(SignInRefused, match="it holds no token") as refused:
            TokenFile(str(path), unheard)()
        assert "a secret" not in str(refused.value)


def test_without_trust_at_all(sign_in: Make, m365: Target, federated: Application, github: GitHub) -> None:
    signed_in = sign_in(
        **NO_SECRET, **github.environment, M365_DAEMON_CLIENT_ID=federated.client_id, budget=0
    )  # fmt: skip
    with pytest.raises(SignInRefused, match="AADSTS7002"):
        signed_in.app_token()
