"""What the tables in force say of a name."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.redirect import Redirects
from fakeserver.redirect.force import Force

TABLE = Redirects({("mail.example.com", 993): ("localhost", 1)}, closed_suffixes=["example.com"])


@pytest.fixture
def force() -> Force:
    force = Force()
    force.begin(TABLE)
    return force


@pytest.mark.parametrize(
    "host",
    ["mail.example.com", "MAIL.Example.com.", b"mail.example.com", bytearray(b"Mail.example.com"), "ｍail.example.com"],
)
def test_a_name_in_whichever_form(force: Force, host: object) -> None:
    named = force.named(host)
    assert named is not None
    assert named.target(993) == ("localhost", 1)
    again = force.named(named.placeholder)
    assert again == named
    assert force.named(f"::ffff:{named.placeholder}") == named


@pytest.mark.parametrize(
    "host", [None, 5, "", "..", "example.net", "127.0.0.1", b"\xff", "a" * 300, "ä" * 300, "[::1]"]
)
def test_what_is_not_named(force: Force, host: object) -> None:
    assert force.named(host) is None


@given(st.text() | st.binary() | st.none() | st.integers())
def test_no_host_is_too_odd(host: object) -> None:
    force = Force()
    force.begin(TABLE)
    force.named(host)


def test_blocks_end_in_any_order() -> None:
    force = Force()
    below = force.begin(TABLE)
    above = force.begin(Redirects({("mail.example.com", 993): ("localhost", 2)}))
    named = force.named("mail.example.com")
    assert named is not None
    assert named.target(993) == ("localhost", 2)
    force.end(below)
    named = force.named("mail.example.com")
    assert named is not None
    assert (named.target(993), named.is_closed, force.is_empty) == (("localhost", 2), False, False)
    force.end(above)
    assert force.named("mail.example.com") is None
    assert force.is_empty


def test_names_may_change_meanwhile() -> None:
    tables = [TABLE]
    force = Force()
    force.begin(lambda: tables[-1])
    assert force.named("mail.example.org") is None
    tables.append(Redirects({("mail.example.org", 993): ("localhost", 3)}))
    assert force.named("mail.example.org") is not None
    assert force.named("mail.example.com") is None


def test_why_not_and_what_to_do(force: Force, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_CURRENT_TEST", "tests/test_it.py::test_it[a (b)] (call)")
    led, closed = force.named("mail.example.com"), force.named("www.example.com")
    assert led is not None
    assert closed is not None
    assert led.not_led(25) == (
        "mail.example.com port 25 is kept from the network: only 993 leads to the fake "
        "(m365_redirect in tests/test_it.py::test_it[a (b)]); connect there"
    )
    in_a_test = closed.not_led(None)
    assert in_a_test.endswith("; if the program may go there, name it in the ini setting m365_open_names")
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    assert closed.not_led(None) == (
        "www.example.com is kept from the network: nothing of it leads to the fake (fakeserver run); "
        "only a test may let the program go there, by the ini setting m365_open_names"
    )


def test_why_not_by_a_way_that_is_not_led(force: Force) -> None:
    led = force.named("mail.example.com")
    assert led is not None
    assert "this way of connecting does not lead to the fake" in led.passed_by(993)
    assert "this way of looking it up does not lead to the fake" in led.passed_by(None)
    assert led.passed_by(25) == led.not_led(25)


def test_a_block_that_ends_while_new_names_are_taken_is_gone() -> None:
    force = Force()
    fixed = force.begin(TABLE)
    ended = threading.Event()

    def end() -> None:
        force.end(fixed)
        ended.set()

    ending = threading.Thread(target=end)
    others = Redirects({("other.example", 993): ("localhost", 2)})
    asked: list[Redirects] = []

    def names() -> Redirects:
        # New each time: once a block was begun with them, a look-up takes them anew.
        asked.append(Redirects(others.targets))
        if len(asked) == 4:
            ending.start()
            ended.wait(0.05)
        return asked[-1]

    force.begin(names)
    assert force.named("mail.example.com") is not None
    ending.join(60)
    assert force.named("mail.example.com") is None
