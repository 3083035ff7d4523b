"""GitHub Actions as far as a job asks it who it is: the endpoint that gives id tokens, and what they say.

Source: docs.github.com/actions/reference/openid-connect-reference; learn.microsoft.com/entra/workload-id/
workload-identities-github-immutable-subjects
"""

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit
from uuid import uuid4

import jwt
import trustme
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from fakeserver.tenant.directory.federation import USUAL_AUDIENCE
from tests.certificates import KeyAndCertificate

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

    def claims(self, audience: str, now: int, lifetime: int) -> dict[str, Any]:
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
            "exp": now + lifetime,
            "iat": now,
        }


#: the form of subjects of repositories of before July 2026, and the one with ids that stay when a name changes
NAMED, IMMUTABLE = Job().subject, Job(has_immutable_subject=True).subject


class GitHub:
    """Where a job asks for its id token, over TLS. What it answers with can be changed."""

    request_token = "ghs.request-token.of-this-job"

    def __init__(self, key: KeyAndCertificate, ca_file: Path) -> None:
        """Make the endpoint; it listens within `serving`.

        Args:
            key: by which its tokens are signed.
            ca_file: its root is added to what stands there.
        """
        self._key = key.key
        self.ca_file = ca_file
        ca = trustme.CA()
        ca.cert_pem.write_to_path(ca_file, append=True)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ca.issue_cert("localhost").configure_cert(self._context)
        #: whom the tokens are for
        self.job = Job()
        #: the time of issue, in seconds since the epoch, and the seconds that the tokens live
        self.now: Callable[[], float] = time.time
        self.lifetime = LIFE
        #: statuses that are answered before the tokens
        self.failing: list[int] = []
        #: targets of its requests, and what they had as Authorization
        self.asked: list[tuple[str, str]] = []
        #: the audience of each token that was given, oldest first
        self.given: list[str] = []
        self._port = 0

    @property
    def public_key(self) -> str:
        """What tokens are verified by, PEM: for ``tenant.applications.trust_issuer``."""
        public = self._key.public_key()
        return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    @property
    def environment(self) -> dict[str, str]:
        """The variables that a job with ``permissions: id-token: write`` has."""
        path = "_apis/distributedtask/hubs/Actions/plans/3f1e/jobs/9c2a/idtoken?api-version=2.0"
        return {
            "GITHUB_ACTIONS": "true",
            "ACTIONS_ID_TOKEN_REQUEST_URL": f"https://localhost:{self._port}/{path}",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": self.request_token,
        }

    def token(self, audience: str = USUAL_AUDIENCE) -> str:
        """Return a new token."""
        claims = self.job.claims(audience, int(self.now()), self.lifetime)
        return jwt.encode(claims, self._key, "RS256", {"kid": _KEY_ID, "x5t": "eBZ_cn3sXYAd0ch4THBKHIgOwOE"})

    def answer(self, target: str, authorization: str) -> tuple[int, bytes]:
        """Return status and body for a request."""
        status, value = self._answer(urlsplit(target), authorization)
        return status, json.dumps(value).encode()

    def _answer(self, address: SplitResult, authorization: str) -> tuple[int, dict[str, Any]]:
        if self.failing:
            return self.failing.pop(0), {"message": "not now"}
        if not address.path.endswith("/idtoken"):
            return HTTPStatus.NOT_FOUND, {"message": "Not Found"}
        scheme, _, shown = authorization.partition(" ")
        if (scheme.lower(), shown) != ("bearer", self.request_token):
            # Assumption: the status is known from the toolkit's message ("Error Code : 401"), the words are not.
            return HTTPStatus.UNAUTHORIZED, {"message": "The user is not authorized to access this resource."}
        query = parse_qs(address.query)
        if query.get("api-version") != ["2.0"]:
            # The audience was put behind another question mark. Assumption: the words are not known.
            return HTTPStatus.BAD_REQUEST, {"message": "The api-version is not valid."}
        self.given.append(query.get("audience", [""])[0])
        token = self.token(self.given[-1])
        return HTTPStatus.OK, {"count": len(token), "value": token}

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Serve until the block ends."""
        github = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                authorization = self.headers.get("Authorization", "")
                github.asked.append((self.path, authorization))
                status, body = github.answer(self.path, authorization)
                self.send_response(status)
                self.send_header("Content-Type", "application/json; charset=utf-8; api-version=2.0")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: object) -> None:
                """Say nothing: what was asked is in ``asked``."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            server.socket = self._context.wrap_socket(server.socket, server_side=True)
            self._port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            try:
                yield
            finally:
                server.shutdown()
                thread.join()
