"""A client of the control API, which holds each answer against the API's own document."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import urllib3
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from fakeserver.server import FakeServer


@dataclass(frozen=True)
class Answer:
    """One answer."""

    status: int
    headers: urllib3.HTTPHeaderDict
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def detail(self) -> str:
        """The sentence of a problem."""
        assert self.headers["Content-Type"] == "application/problem+json", self
        return str(self.json["detail"])


class Api:
    """Asks a server; paths are those below the API's address."""

    def __init__(self, server: FakeServer) -> None:
        self.server = server
        self.pool = urllib3.PoolManager(ssl_context=None if server.plain else server.ssl_context(), retries=False)

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        octets: bytes | None = None,
        content_type: str = "application/json",
        fields: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask, and check that the answer is one that the document names; ``fields`` are of the header."""
        sent = octets if octets is not None else None if body is None else json.dumps(body).encode()
        headers = dict(fields or {})
        if sent is not None:
            headers["Content-Type"] = content_type
        url = f"{self.server.control_url}{path}"
        answered = self.pool.request(method, url, body=sent, headers=headers)
        answer = Answer(answered.status, answered.headers, answered.data)
        self._check(method, path.partition("?")[0], answer)
        return answer

    def get(self, path: str) -> Any:
        """Return the JSON of a GET that succeeds."""
        answer = self.ask("GET", path)
        assert answer.status == 200, answer
        return answer.json

    def post(self, path: str, body: object = None) -> Any:
        """Return the JSON of a POST that succeeds; None where it has none."""
        answer = self.ask("POST", path, body)
        assert answer.status in (200, 201, 204), answer
        return answer.json if answer.body else None

    def close(self) -> None:
        self.pool.clear()

    # --- the document ---

    @cached_property
    def document(self) -> dict[str, Any]:
        answered = self.pool.request("GET", f"{self.server.control_url}/openapi.json")
        found: dict[str, Any] = json.loads(answered.data)
        return found

    @cached_property
    def _paths(self) -> list[tuple[re.Pattern[str], dict[str, Any]]]:
        return [
            (re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + r"\Z"), operations)
            for path, operations in sorted(self.document["paths"].items(), key=lambda pair: pair[0].count("{"))
        ]

    def _check(self, method: str, path: str, answer: Answer) -> None:
        found = next((known for pattern, known in self._paths if pattern.match(path)), None)
        operation = None if found is None else found.get(method.lower())
        if operation is None:
            assert answer.status >= 400 or method == "HEAD", answer
            return
        said = operation["responses"].get(str(answer.status))
        if said is None:
            assert answer.status >= 400, f"{method} {path} is not documented to answer {answer.status}"
            said = operation["responses"]["default"]
        content = said.get("content", {})
        kind = answer.headers.get("Content-Type", "")
        assert (kind in content) if content else not answer.body, (kind, content)
        if schema := content.get(kind, {}).get("schema"):
            whole = {**schema, "components": self.document["components"]}
            problems = [error.message for error in Draft202012Validator(whole).iter_errors(answer.json)]
            assert not problems, problems
