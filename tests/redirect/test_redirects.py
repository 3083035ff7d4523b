"""The table of names."""

import subprocess
import sys

import pytest

from fakeserver.redirect import Redirects
from fakeserver.redirect.redirects import plain, together

TABLE = Redirects(
    {("mail.example.com", 993): ("localhost", 1), ("mail.example.com", 443): ("localhost", 2)},
    closed=frozenset(["mail.example.com"]),
    closed_suffixes=frozenset(["example.net"]),
    open_suffixes=frozenset(["www.example.net"]),
)


def test_another_process_has_the_same_table() -> None:
    assert Redirects.from_json(TABLE.to_json()) == TABLE
    assert Redirects.from_json(Redirects({}).to_json()) == Redirects({})


def test_a_text_of_another_version_is_not_passed_over() -> None:
    with pytest.raises(TypeError, match="closd"):
        Redirects.from_json('{"targets": [], "closd": []}')


@pytest.mark.parametrize(
    ("name", "is_closed"),
    [
        ("mail.example.com", True),
        ("example.com", False),
        ("imap.mail.example.com", False),
        ("example.net", True),
        ("a.b.example.net", True),
        ("notexample.net", False),
        ("www.example.net", False),
        ("deep.www.example.net", False),
        ("net", False),
        ("", False),
        ("192.0.2.1", False),
    ],
)
def test_what_is_closed(name: str, is_closed: bool) -> None:
    assert TABLE.closes(name) is is_closed


def test_the_longest_suffix_decides() -> None:
    table = Redirects({}, closed_suffixes=["example.net", "a.b.example.net"], open_suffixes=["b.example.net"])
    assert [table.closes(f"{name}example.net") for name in ("", "b.", "a.b.", "x.a.b.")] == [True, False, True, True]


def test_no_proxy_is_asked_for_what_is_led_or_closed() -> None:
    assert TABLE.past_proxies == ["mail.example.com"]
    assert TABLE._replace(open_suffixes=()).past_proxies == [".example.net", "mail.example.com"]


def test_of_several_tables_the_last_says_where_a_name_leads() -> None:
    other = Redirects({("mail.example.com", 993): ("localhost", 9)}, closed_suffixes=["example.org"])
    both = together([TABLE, other])
    assert both.targets == {("mail.example.com", 993): ("localhost", 9), ("mail.example.com", 443): ("localhost", 2)}
    assert both.closes("mail.example.com")
    assert both.closes("x.example.net")
    assert both.closes("x.example.org")


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("Mail.Example.com.", "mail.example.com"),
        (b"Mail.Example.com", "mail.example.com"),
        (bytearray(b"mail.example.com"), "mail.example.com"),
        ("autodiscover.MÜNCHEN.example", "autodiscover.xn--mnchen-3ya.example"),
        ("a." * 127, ("a." * 127)[:-1]),
        ("a." * 128, ""),
        ("ä" * 300, ""),
        ("ä..example", ""),
        (None, ""),
        (5, ""),
    ],
)
def test_a_name_in_whichever_form(host: object, name: str) -> None:
    assert plain(host) == name


def test_a_child_imports_little_to_be_led() -> None:
    # weakref: 0.2 ms, and logging brings it to most programs; __future__: 0.1 ms, for older Pythons.
    usual = "__future__, socket, json, threading, importlib, contextlib, typing, collections.abc, weakref"
    code = f"import sys, {usual}; was = set(sys.modules); import fakeserver.redirect; print(*set(sys.modules) - was)"
    run = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True)
    assert {name.partition(".")[0] for name in run.stdout.split()} == {"fakeserver"}
