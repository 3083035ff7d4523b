"""A program's own service that Graph calls: a listener on this machine, and what it was sent."""

import json
import queue
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import requests

from tests.protocols.graph.asking import Graph

#: Seconds that something may take that comes.
PATIENCE = 60.0
STATE = "secret of the client"


class Got(NamedTuple):
    """One POST."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Reply(NamedTuple):
    status: int = 202
    body: bytes = b""
    content_type: str = "text/plain"


def echo(token: str) -> Reply:
    """Answer a validation as it has to be."""
    return Reply(200, token.encode())


class Listener:
    """Answers Graph on a port of its own, until `close`; over TLS where it is given how."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.validated: list[tuple[str, str]] = []
        self.got: queue.Queue[Got] = queue.Queue()
        self._told: list[dict[str, Any]] = []
        #: how a validation is answered, and anything else
        self.on_validation: Callable[[str], Reply] = echo
        self.on_notification: Callable[[Got], Reply] = lambda got: Reply()
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                query = parse_qs(urlsplit(self.path).query)
                if "validationToken" in query:
                    token = query["validationToken"][0]
                    listener.validated.append((self.path.partition("?")[0], self.headers["Content-Type"]))
                    reply = listener.on_validation(token)
                    self._reply(reply)
                    return
                got = Got(self.path, dict(self.headers), body)
                reply = listener.on_notification(got)
                # Before it is answered, which lets the next one come.
                listener.got.put(got)
                self._reply(reply)

            def _reply(self, reply: Reply) -> None:
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.content_type)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, format: str, *args: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.server_port}"
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def next(self) -> Got:
        """Return the next POST that is no validation."""
        return self.got.get(timeout=PATIENCE)

    def told(self) -> dict[str, Any]:
        """Return the next notification; one POST may have several."""
        if not self._told:
            self._told += self.next().json["value"]
        return self._told.pop(0)


def in_minutes(graph: Graph, minutes: float) -> str:
    """Return a moment by the tenant's clock."""
    at = datetime.fromtimestamp(graph.tenant.clock.time(), UTC) + timedelta(minutes=minutes)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def body(graph: Graph, listener: Listener, **more: Any) -> dict[str, Any]:
    """Return what is sent to subscribe to alice's inbox; a value of None leaves a member out."""
    made = {
        "changeType": "created,updated,deleted",
        "notificationUrl": f"{listener.url}/notify",
        "resource": "me/mailFolders('inbox')/messages",
        "expirationDateTime": in_minutes(graph, 60),
        "clientState": STATE,
    }
    return {name: value for name, value in (made | more).items() if value is not None}


def subscribe(graph: Graph, listener: Listener, user: str = "alice", **more: Any) -> requests.Response:
    """Ask for a subscription."""
    asked = {name: more.pop(name) for name in ("token", "headers", "scopes") if name in more}
    return graph.post("/subscriptions", body(graph, listener, **more), user=user, **asked)


def rest_id(item: Any) -> str:
    return str(item.item_id).replace("/", "-").replace("+", "_")


def wait_for_note(graph: Graph, text: str) -> None:
    """Wait until the journal says something; the answer of a listener comes before the server has read it."""
    came = threading.Event()

    def look() -> None:
        if any(text in entry.answered for entry in graph.tenant.journal.entries):
            came.set()

    stop = graph.tenant.notes.watch(look)
    look()
    assert came.wait(PATIENCE)
    stop()
