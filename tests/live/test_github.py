"""A job of GitHub Actions signs in to Entra ID without a secret: by msal, as anybody's workflow does."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jwt
import msal
import pytest
import requests

from fakeserver.tenant.directory.federation import USUAL_AUDIENCE
from pytest_m365.fake import FakeTarget
from tests.certificates import KeyAndCertificate
from tests.live.github import IMMUTABLE, ISSUER, LIFE, NAMED, GitHub, Job

SCOPE = ["https://outlook.office365.com/.default"]


@pytest.fixture(scope="module")
def key() -> KeyAndCertificate:
    return KeyAndCertificate.new()


@pytest.fixture
def github(key: KeyAndCertificate, tmp_path: Path) -> Iterator[GitHub]:
    github = GitHub(key, tmp_path / "root.pem")
    with github.serving():
        yield github


def id_token(github: GitHub, audience: str = USUAL_AUDIENCE) -> str:
    """Ask as the toolkit does: the address has a query already."""
    read = github.environment
    answer = requests.get(
        f"{read['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience={audience}",
        headers={"Authorization": f"bearer {read['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}"},
        timeout=60,
        verify=str(github.ca_file),
    )
    answer.raise_for_status()
    token: str = answer.json()["value"]
    return token


def trusting(m365: FakeTarget, github: GitHub, *subjects: str) -> None:
    for subject in subjects:
        m365.tenant.applications.trust_issuer(m365.tenant.daemon_app, ISSUER, subject, [github.public_key])


def sign_in(m365: FakeTarget, assertion: Callable[[], str]) -> dict[str, Any]:
    app = msal.ConfidentialClientApplication(
        m365.daemon_app.client_id,
        authority=m365.authority,
        client_credential={"client_assertion": assertion},
        instance_discovery=False,
    )
    answer: dict[str, Any] = app.acquire_token_for_client(SCOPE)
    return answer


@pytest.mark.parametrize("immutable", [False, True])
def test_both_forms_of_the_subject(m365: FakeTarget, github: GitHub, immutable: bool) -> None:
    github.job.has_immutable_subject = immutable
    of_ids = "repo:contoso@123456/mailer@456789:environment:m365-live"
    assert github.job.subject == (of_ids if immutable else "repo:contoso/mailer:environment:m365-live")
    trusting(m365, github, github.job.subject)
    assert "IMAP.AccessAsApp" in jwt.decode(
        sign_in(m365, lambda: id_token(github))["access_token"], options={"verify_signature": False}
    )["roles"]  # fmt: skip
    assert github.given == [USUAL_AUDIENCE]


@pytest.mark.parametrize(("trusted", "immutable"), [(NAMED, True), (IMMUTABLE, False)])
def test_the_other_form_is_trusted(m365: FakeTarget, github: GitHub, trusted: str, immutable: bool) -> None:
    github.job.has_immutable_subject = immutable
    trusting(m365, github, trusted)
    refused = sign_in(m365, lambda: id_token(github))
    assert refused["error_codes"] == [700213]
    assert f"presented assertion subject '{github.job.subject}'" in refused["error_description"]
    trusting(m365, github, github.job.subject)
    assert "access_token" in sign_in(m365, lambda: id_token(github))


@pytest.mark.parametrize("subject", [NAMED.replace("contoso", "Contoso"), IMMUTABLE.replace("m365-live", "M365-Live")])
def test_only_the_case_differs(m365: FakeTarget, github: GitHub, subject: str) -> None:
    github.job.has_immutable_subject = "@" in subject
    trusting(m365, github, subject)
    assert sign_in(m365, lambda: id_token(github))["error_codes"] == [7002138]


def test_nothing_stands_for_any_name(m365: FakeTarget, github: GitHub) -> None:
    trusting(m365, github, "repo:contoso/mailer:*")
    assert sign_in(m365, lambda: id_token(github))["error_codes"] == [700213]


def test_a_token_that_was_kept_too_long(m365: FakeTarget, github: GitHub) -> None:
    trusting(m365, github, NAMED)
    # Beyond the five minutes by which Entra ID lets clocks differ.
    github.now = lambda: time.time() - 2 * LIFE - 5
    refused = sign_in(m365, lambda: id_token(github))
    assert (refused["error"], refused["error_codes"]) == ("invalid_client", [700024])
    assert "AADSTS700024: Client assertion is not within its valid time range." in refused["error_description"]
    github.now = time.time
    assert "access_token" in sign_in(m365, lambda: id_token(github))


def test_an_audience_for_somebody_else(m365: FakeTarget, github: GitHub) -> None:
    trusting(m365, github, NAMED)
    assert sign_in(m365, lambda: id_token(github, ""))["error_codes"] == [700212]
    assert github.given == [""]


@pytest.mark.parametrize(
    ("job", "context"),
    [
        (Job(environment=""), "ref:refs/heads/main"),
        (Job(environment="", ref="refs/tags/v1.2"), "ref:refs/tags/v1.2"),
        (Job(environment="", event="pull_request", ref="refs/pull/7/merge"), "pull_request"),
        (Job(event="pull_request"), "environment:m365-live"),
    ],
)
def test_what_the_subject_says_of_the_job(job: Job, context: str) -> None:
    assert job.subject == f"repo:contoso/mailer:{context}"


def test_what_a_token_says(github: GitHub) -> None:
    tokens = [id_token(github) for _ in range(2)]
    first, second = (jwt.decode(token, options={"verify_signature": False}) for token in tokens)
    assert jwt.get_unverified_header(tokens[0])["alg"] == "RS256"
    assert (first["iss"], first["exp"] - first["iat"]) == (ISSUER, 300)
    assert first["repository_owner_id"] == "123456"
    assert first["jti"] != second["jti"]
    assert jwt.decode(tokens[0], github.public_key, ["RS256"], audience=USUAL_AUDIENCE) == first


@pytest.mark.parametrize(
    ("change", "token", "status"),
    [
        ("&audience=x", "another", 401),
        ("&audience=x", "", 401),
        # As programs do that take the address for one without a query.
        ("?audience=x", None, 400),
    ],
)
def test_a_request_that_is_refused(github: GitHub, change: str, token: str | None, status: int) -> None:
    read = github.environment
    shown = read["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] if token is None else token
    url = read["ACTIONS_ID_TOKEN_REQUEST_URL"] + change
    answer = requests.get(url, headers={"Authorization": f"bearer {shown}"}, timeout=60, verify=str(github.ca_file))
    assert (answer.status_code, "value" in answer.json()) == (status, False)
    assert not github.given


def test_another_address_is_none(github: GitHub) -> None:
    url = github.environment["ACTIONS_ID_TOKEN_REQUEST_URL"].replace("/idtoken", "/token")
    assert requests.get(url, timeout=60, verify=str(github.ca_file)).status_code == 404
