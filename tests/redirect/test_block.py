"""What is in force while a block lasts."""

import _socket
import socket
import sys
import threading
from typing import Any

import pytest

from fakeserver.redirect import Address, Redirects, redirected, sign_in_redirects
from fakeserver.redirect.modules import Modules

REPLACED = ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr", "getnameinfo", "create_connection")


def state() -> list[Any]:
    functions = [getattr(module, name, None) for module in (socket, _socket) for name in REPLACED]
    return [*functions, *(vars(socket.socket).get(name) for name in ("connect", "connect_ex"))]


def test_everything_is_put_back_after_an_exception(listening: Address) -> None:
    before = state()
    with pytest.raises(ZeroDivisionError), redirected(sign_in_redirects(listening)):
        _raise_unless(state() == before)
    assert state() == before


def _raise_unless(is_as_before: bool) -> None:
    assert not is_as_before
    raise ZeroDivisionError


def test_another_port_of_the_name_and_other_names_are_not_led(listening: Address) -> None:
    with redirected(sign_in_redirects(listening)):
        assert socket.getaddrinfo("localhost", 80, socket.AF_INET, socket.SOCK_STREAM)[0][4] == ("127.0.0.1", 80)
        assert socket.getaddrinfo("127.0.0.1", 443, type=socket.SOCK_STREAM)[0][4] == ("127.0.0.1", 443)
        socket.create_connection(("localhost", 443), 60).close()


def test_the_inner_block_says_where_a_name_leads(listening: Address) -> None:
    name = "mail.example.com"
    before = state()
    with redirected(Redirects({(name, 443): ("127.0.0.1", 1), (name, 993): listening}, [name])):
        with redirected(Redirects({(name, 443): listening}, [name])):
            for port in (443, 993):
                socket.create_connection((name, port), 60).close()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((name, 443), 60)
    assert state() == before


def test_blocks_of_two_threads_end_in_any_order(listening: Address) -> None:
    before = state()
    entered, ended = threading.Event(), threading.Event()

    def other() -> None:
        with redirected(Redirects({("other.example.com", 443): listening})):
            entered.set()
            ended.wait(60)

    thread = threading.Thread(target=other)
    with redirected(Redirects({("mail.example.com", 443): listening})):
        thread.start()
        assert entered.wait(60)
        socket.create_connection(("other.example.com", 443), 60).close()
    socket.create_connection(("other.example.com", 443), 60).close()
    ended.set()
    thread.join(60)
    assert state() == before


def test_a_function_that_somebody_replaced_meanwhile_stays_theirs(
    listening: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state()
    with redirected(sign_in_redirects(listening)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(socket, "gethostbyname", lambda name: f"theirs {name}")
            assert socket.gethostbyname("localhost") == "theirs localhost"
        monkeypatch.setattr(socket, "gethostbyname", lambda name: f"also theirs {name}")
    assert socket.gethostbyname("localhost") == "also theirs localhost"
    monkeypatch.undo()
    # What they kept was ours; it passes everything on, and is gone with the next block.
    assert socket.gethostbyname("localhost") == "127.0.0.1"
    with redirected(sign_in_redirects(listening)):
        pass
    assert state() == before


def test_modules_are_left_alone_where_nothing_is_closed(listening: Address) -> None:
    import ssl

    new, finders = vars(ssl.SSLContext)["__new__"], list(sys.meta_path)
    with redirected(sign_in_redirects(listening)):
        assert (vars(ssl.SSLContext)["__new__"], sys.meta_path) == (new, finders)
        with redirected(Redirects({}, ["example.com"])):
            assert vars(ssl.SSLContext)["__new__"] is not new
            assert sys.meta_path != finders
        assert (vars(ssl.SSLContext)["__new__"], sys.meta_path) == (new, finders)


def test_what_fails_while_it_begins_is_put_back(listening: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state()

    def put(_modules: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Modules, "put", put)
    with pytest.raises(ZeroDivisionError), redirected(Redirects({}, ["example.com"])):
        pass
    assert state() == before
    with pytest.raises(socket.gaierror) as refused:
        socket.getaddrinfo("example.com", 443, flags=socket.AI_NUMERICHOST)
    assert "kept" not in str(refused.value)
