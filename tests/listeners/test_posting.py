"""POSTs that the server sends: they reach this machine by any name, and come back with what became of them."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from fakeserver.listeners.posting import LONGEST, Poster
from fakeserver.listeners.thread import LoopThread
from fakeserver.wire import Posted


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://192.0.2.1/")
        else:
            self.send_response(200)
        answer = b"x" * (LONGEST * 2) if self.path == "/long" else body + str(self.headers["SOAPAction"]).encode()
        self.send_header("Content-Type", "TEXT/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def port() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def post() -> Iterator[Poster]:
    errors: list[BaseException] = []
    thread = LoopThread("posting", errors.append)
    thread.start()
    yield Poster(thread.loop)
    assert thread.stop() == []
    assert errors == []


def posted(post: Poster, url: str) -> Posted:
    answers: list[Posted] = []
    answered = threading.Event()

    def take(answer: Posted) -> None:
        answers.append(answer)
        answered.set()

    post(url, [("SOAPAction", '"a"')], b"hello ", take)
    assert answered.wait(60)
    return answers[0]


def test_the_answer_comes_back(post: Poster, port: int) -> None:
    assert posted(post, f"http://127.0.0.1:{port}/") == Posted(200, b'hello "a"', "", "text/plain")


def test_every_name_is_this_machine(post: Poster, port: int) -> None:
    assert posted(post, f"http://me.localhost:{port}/").status == 200


def test_nobody_is_followed_elsewhere(post: Poster, port: int) -> None:
    assert posted(post, f"http://127.0.0.1:{port}/away").status == 302


def test_a_long_answer_is_read_as_far_as_it_is_of_interest(post: Poster, port: int) -> None:
    assert len(posted(post, f"http://127.0.0.1:{port}/long").body) == LONGEST


def test_no_answer_says_why(post: Poster) -> None:
    answer = posted(post, "http://127.0.0.1:1/")
    assert answer.status == 0
    assert "Error" in answer.problem


def test_without_a_loop_nothing_is_sent() -> None:
    Poster.of_this_thread()("http://127.0.0.1:1/", (), b"", lambda _: pytest.fail("it was sent"))
