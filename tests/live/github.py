"""GitHub Actions as far as a job asks it who it is: the endpoint that gives id tokens, and what they say.

Source: docs.github.com/actions/reference/openid-connect-reference; learn.microsoft.com/entra/workload-id/
workload-identities-github-immutable-subjects
"""

import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ISSUER = "https://token.actions.githubusercontent.com"
#: seconds
LIFE = 300
#: seconds that a token is good before it was issued
_BEFORE = 600
_KEY_ID = "cc413527-173f-5a05-976e-9c52b1d7b431"
_SHA = "9f1c2d6c2f2f4d0e8f6a7b5c3d1e0f9a8b7c6d5e"


@dataclass
class Job:
    """A job that runs, and how GitHub names it."""

    owner: str = "contoso"
    repository: str = "mailer"
    owner_id: int = 123456
    repository_id: int = 456789
    #: empty where it has none
    environment: str = "m365-live"
    ref: str = "refs/heads/main"
    event: str = "schedule"
    #: with the ids in it, as of repositories made since July 2026
    has_immutable_subject: bool = False

    @property
    def subject(self) -> str:
        """The claim ``sub``: what a federated credential names."""
        ids = (self.owner_id, self.repository_id)
        owner, repository = (
            f"{name}@{number}" if self.has_immutable_subject else name
            for name, number in zip((self.owner, self.repository), ids, strict=True)
        )
        return f"repo:{owner}/{repository}:{self._context}"

    @property
    def _context(self) -> str:
        """What the job runs for; the first of these that it has."""
        if self.environment:
            return f"environment:{self.environment}"
        return "pull_request" if self.event == "pull_request" else f"ref:{self.ref}"

    def claims(self, audience: str, now: int) -> dict[str, Any]:
        """Return what a token for this job says."""
        name = f"{self.owner}/{self.repository}"
        workflow = f"{name}/.github/workflows/live.yml@{self.ref}"
        return {
            "jti": str(uuid4()),
            "sub": self.subject,
            "aud": audience or f"https://github.com/{self.owner}",
            "ref": self.ref,
            "ref_type": "tag" if self.ref.startswith("refs/tags/") else "branch",
            "ref_protected": "false",
            "sha": _SHA,
            "repository": name,
            "repository_owner": self.owner,
            "repository_id": str(self.repository_id),
            "repository_owner_id": str(self.owner_id),
            "repository_visibility": "private",
            "run_id": "1906137",
            "run_number": "12",
            "run_attempt": "1",
            "runner_environment": "github-hosted",
            "actor": "octocat",
            "actor_id": "583231",
            "workflow": "live",
            "workflow_ref": workflow,
            "workflow_sha": _SHA,
            "job_workflow_ref": workflow,
            "job_workflow_sha": _SHA,
            "head_ref": "",
            "base_ref": "",
            "event_name": self.event,
            **({"environment": self.environment} if self.environment else {}),
            "iss": ISSUER,
            "nbf": now - _BEFORE,
            "exp": now + LIFE,
            "iat": now,
        }


@dataclass
class IdTokenEndpoint:
    """Where a job asks for its id token; it listens while the block lasts.

    Attributes:
        job: whom the tokens are for; a test may put another here.
        now: the time of issue, in seconds since the epoch.
        asked: the audience of each request that was answered with a token, oldest first.
    """

    job: Job = field(default_factory=Job)
    now: Callable[[], float] = time.time
    asked: list[str] = field(default_factory=list)
    _key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048), repr=False)
    _request_token: str = field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)
    _server: ThreadingHTTPServer | None = field(default=None, repr=False)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that a job with ``permissions: id-token: write`` has."""
        assert self._server is not None, "the endpoint listens within its block"
        port = self._server.server_address[1]
        path = "_apis/distributedtask/hubs/Actions/plans/3f1e/jobs/9c2a/idtoken?api-version=2.0"
        return {
            "GITHUB_ACTIONS": "true",
            "ACTIONS_ID_TOKEN_REQUEST_URL": f"http://127.0.0.1:{port}/{path}",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": self._request_token,
        }

    @property
    def public_key(self) -> str:
        """What tokens are verified by, PEM: for ``tenant.applications.trust_issuer``."""
        public = self._key.public_key()
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return public.public_bytes(serialization.Encoding.PEM, form).decode()

    def answer(self, path: str, authorization: str) -> tuple[HTTPStatus, dict[str, Any]]:
        """Return what a request is answered with."""
        address = urlsplit(path)
        if not address.path.endswith("/idtoken"):
            return HTTPStatus.NOT_FOUND, {"message": "Not Found"}
        scheme, _, shown = authorization.partition(" ")
        if scheme.lower() != "bearer" or not secrets.compare_digest(shown.encode(), self._request_token.encode()):
            # Assumption: the status is known from the toolkit's message ("Error Code : 401"), the words are not.
            return HTTPStatus.UNAUTHORIZED, {"message": "The user is not authorized to access this resource."}
        query = parse_qs(address.query)
        if query.get("api-version") != ["2.0"]:
            # The audience was put behind another question mark. Assumption: the words are not known.
            return HTTPStatus.BAD_REQUEST, {"message": "The api-version is not valid."}
        audience = query.get("audience", [""])[0]
        self.asked.append(audience)
        claims = self.job.claims(audience, int(self.now()))
        token = jwt.encode(claims, self._key, "RS256", {"kid": _KEY_ID, "x5t": "eBZ_cn3sXYAd0ch4THBKHIgOwOE"})
        return HTTPStatus.OK, {"count": len(token), "value": token}

    def __enter__(self) -> Self:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, value = endpoint.answer(self.path, self.headers.get("Authorization", ""))
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json; charset=utf-8; api-version=2.0")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: object) -> None:
                """Say nothing: what was asked is in ``asked``."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()
        self._server = None
