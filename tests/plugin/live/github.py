"""GitHub Actions' token endpoint, as a job finds it: over TLS, with a request token, a new JWT for each request."""

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jwt
import trustme
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.certificates import KeyAndCertificate

ISSUER = "https://token.actions.githubusercontent.com"
#: seconds that its tokens live
LIFETIME = 300
#: the form of repositories of before July 2026, and the one with ids that stay when a name changes
NAMED = "repo:contoso/mail:environment:m365-live"
IMMUTABLE = "repo:contoso@1001/mail@2002:environment:m365-live"


class GitHub:
    """The endpoint. What it answers with can be changed."""

    request_token = "ghs.request-token.of-this-job"

    def __init__(self, key: KeyAndCertificate, ca_file: Path) -> None:
        self._key = key
        ca = trustme.CA()
        ca.cert_pem.write_to_path(ca_file, append=True)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ca.issue_cert("localhost").configure_cert(self._context)
        self.subject = NAMED
        self.lifetime = LIFETIME
        #: statuses that are answered before the tokens
        self.failing: list[int] = []
        #: targets of its requests, and what they had as Authorization
        self.asked: list[tuple[str, str]] = []
        self.port = 0

    @property
    def public_key(self) -> str:
        """PEM, as `Applications.trust_issuer` takes it."""
        public = self._key.key.public_key()
        return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    @property
    def environment(self) -> dict[str, str]:
        """What a job with id-token: write has."""
        return {
            "ACTIONS_ID_TOKEN_REQUEST_URL": f"https://localhost:{self.port}/token?api-version=2.0",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": self.request_token,
        }

    def token(self, audience: str = "api://AzureADTokenExchange") -> str:
        """Return a new token."""
        now = int(time.time())
        claims = {"iss": ISSUER, "sub": self.subject, "aud": audience, "iat": now, "exp": now + self.lifetime}
        return jwt.encode(claims, self._key.key, "RS256")

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Serve until the block ends."""
        github = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                github.asked.append((self.path, self.headers.get("Authorization", "")))
                status, body = github.answer(self.path, self.headers.get("Authorization", ""))
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            server.socket = self._context.wrap_socket(server.socket, server_side=True)
            self.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            try:
                yield
            finally:
                server.shutdown()
                thread.join()

    def answer(self, target: str, authorization: str) -> tuple[int, bytes]:
        """Return a status and a body."""
        if self.failing:
            return self.failing.pop(0), b'{"message": "not now"}'
        if authorization != f"bearer {self.request_token}":
            return 401, b'{"message": "Bad credentials"}'
        (audience,) = parse_qs(urlsplit(target).query)["audience"]
        return 200, json.dumps({"count": 1, "value": self.token(audience)}).encode()
