"""Calls of clients' services, one at a time."""

from collections.abc import Callable, Sequence

import pytest

from fakeserver.protocols.http.calls import Calls
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import Posted


class Service:
    """A client's service: answers when the test says so."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.answers: list[Callable[[Posted], None]] = []

    def __call__(
        self, url: str, headers: Sequence[tuple[str, str]], body: bytes, answered: Callable[[Posted], None]
    ) -> None:
        self.bodies.append(body)
        self.answers.append(answered)


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def calls(service: Service) -> Calls[int]:
    return Calls(Tenant(), service, lambda answer: answer.status)


def test_an_answer_ends_a_call(service: Service, calls: Calls[int]) -> None:
    heard: list[int] = []
    calls.call("http://localhost/", (), b"1", lambda answer, status: heard.append(status))
    assert calls.is_calling
    service.answers[0](Posted(202))
    assert heard == [202]
    assert not calls.is_calling


def test_an_answer_to_what_is_forgotten_comes_too_late(service: Service, calls: Calls[int]) -> None:
    heard: list[int] = []
    calls.call("http://localhost/", (), b"1", lambda answer, status: heard.append(status))
    calls.forget()
    calls.call("http://localhost/", (), b"2", lambda answer, status: heard.append(-status))
    service.answers[0](Posted(200))
    assert heard == []
    assert calls.is_calling
    service.answers[1](Posted(202))
    assert heard == [-202]
