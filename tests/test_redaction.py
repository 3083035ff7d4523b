"""A token is shown by its claims, a secret not at all."""

import base64
import html
import json
import re
from urllib.parse import quote, quote_plus

import pytest

from fakeserver.jws import readable_claims
from fakeserver.redaction import printable, redacted, relevant_claims, without_secrets
from pytest_m365 import Target


def jwt(payload: object) -> str:
    body = base64.urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJSUzI1NiJ9.{body}.c2lnbmF0dXJl"


def test_a_token_becomes_its_claims(m365: Target) -> None:
    token = m365.token("SMTP.Send")
    text = redacted(f"Authorization: Bearer {token} end")
    assert token not in text
    assert token.split(".")[2] not in text
    assert "scp=SMTP.Send" in text
    assert f"upn={m365.username}" in text
    assert text.endswith(" end")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("password=hunter2&scope=x", "password=<redacted>&scope=x"),
        ("client_secret=abc", "client_secret=<redacted>"),
        ("code=0.AX&state=s", "code=<redacted>&state=s"),
        ("code=421.AX", "code=<redacted>"),
        ("faults.throttle('smtp', code=421)", "faults.throttle('smtp', code=421)"),
        (
            "device_code=GAQ&code_verifier=dBj&user_code=ABC",
            "device_code=<redacted>&code_verifier=<redacted>&user_code=ABC",
        ),
        ('{"refresh_token": "1.AX", "expires_in":3599}', '{"refresh_token": "<redacted>", "expires_in":3599}'),
        ("{'client_secret': 'a8Q~b'}", "{'client_secret': '<redacted>'}"),
        ("Authorization: Basic YWxpY2U6aHVudGVyMg== end", "Authorization: Basic <redacted> end"),
        ("basic authentication is off, code 535: no", "basic authentication is off, code 535: no"),
        ("AUTH XOAUTH2 dXNlcj10ZXN0QGNvbnRvc28uY29tAWF1dGg9QmVhcmVyIEV3", "AUTH XOAUTH2 <XOAUTH2 response>"),
        ("eyJub3QgYSB0b2tlbg.eyJ4.", "<token>"),
        ("cached-as-eyJub3QgYSB0b2tlbg.eyJ4.c2ln", "cached-as-<token>"),
        (f"scope=1.{'aB-_' * 12}.{'x' * 50}", "scope=<code or refresh token>"),
        (f"scope=0.{'aB-_' * 12} cut off", "scope=<code or refresh token> cut off"),
        (f"client_id=GAQABAAEAAAAD{'x' * 50}", "client_id=<code or refresh token>"),
        ("version 1.0 of 2026, 0.25 and 1.2.3", "version 1.0 of 2026, 0.25 and 1.2.3"),
        ("nothing secret here", "nothing secret here"),
    ],
)
def test_secrets_are_gone(said: str, shown: str) -> None:
    assert redacted(said) == shown


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", "ä.b.c", jwt([1]), jwt("x"), "eyJ." + "W" * 40_000 + ".x"])
def test_what_holds_no_claims_shows_none(text: str) -> None:
    assert readable_claims(text) == {}


def test_claims_are_texts_that_a_person_can_read() -> None:
    shown = relevant_claims({"aud": "x" * 500, "roles": ["a", "b"], "exp": 0, "nbf": True, "secret": "s", "upn": None})
    assert shown == {
        "aud": "x" * 199 + "…",
        "roles": "a b",
        "upn": "None",
        "nbf": "True",
        "exp": "1970-01-01 00:00:00Z",
    }


@pytest.mark.parametrize("moment", [10**30, -(10**30), float("inf"), "soon"])
def test_a_moment_out_of_all_calendars_is_shown_as_it_is(moment: object) -> None:
    assert relevant_claims({"exp": moment})["exp"].startswith(str(moment)[:5])


def test_what_is_known_to_be_secret_is_gone_wherever_it_stands() -> None:
    shown = without_secrets("def f(x='Winter-2026'): # Winter-2026", ["Winter-2026"])
    assert shown == "def f(x='<redacted>'): # <redacted>"
    assert without_secrets("password=hunter2, a", ["a"]) == "password=hunter2, a"


def test_a_token_whose_middle_is_left_out_is_gone() -> None:
    token = jwt({"aud": "x"})
    assert redacted(f"{token[:20]}...{token[-9:]} was given") == "<token> was given"
    header, payload, signature = token.split(".")
    for cut in (f"{header}.{payload[:9]}...{signature[-7:]}", f"{header}.{payload}.{signature[:3]}...{signature[-3:]}"):
        assert redacted(f"'{cut}'") == "'<token>'"
    assert redacted("eyJ is how they begin... and so on") == "eyJ is how they begin... and so on"


@pytest.mark.parametrize("secret", ["Winter-2026", 'a"b&c<d>', "ä ö ü+%", "\\u00e4\n\t6", "\ud800secret", "8Q~" * 14])
def test_a_secret_is_gone_however_it_is_written(secret: str) -> None:
    octets = secret.encode("utf-8", "surrogatepass")
    written = [
        secret,
        json.dumps(secret),
        repr(secret),
        repr(octets),
        html.escape(secret),
        quote(octets),
        quote_plus(octets),
    ]
    for text in written:
        assert without_secrets(f"x={text}.", [secret]) in {
            f"x={marks}<redacted>{end}." for marks in ("", *"'\"", "b'", 'b"') for end in ("", *"'\"")
        }
    for before in range(6):
        for behind in (b"", b"@", b"ab", b"abc"):
            plain = base64.b64encode(b"u" * before + octets + behind).decode()
            for text in (plain, plain.replace("+", "-").replace("/", "_")):
                left = without_secrets(f"Basic {text} end", [secret])
                assert re.fullmatch(r"Basic (uuuu|dXV1)*[\w+/-]{0,3}<redacted>[\w+/-]{0,6}={0,2} end", left)


@pytest.mark.parametrize("begins", ["x = (b'", "E       {'a': '"])
def test_a_secret_is_gone_though_its_literal_is_broken_over_lines(begins: str) -> None:
    quoted, prefix = ("b'", "     ") if "b'" in begins else ("'", "E          ")
    text = f"{begins}user and Winter'\n{prefix}{quoted}-2026')\nbehind 'it'\n'is'"
    assert without_secrets(text, ["Winter-2026"]) == f"{begins}user and <redacted>')\nbehind 'it'\n'is'"
    assert without_secrets(text, ["Summer-1999"]) == text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("plain äöü 中文 text", "plain äöü 中文 text"),
        ("\x1b[2J\x00\r\n\t\x9b31m", "\\x1b[2J\\x00\\r\\n\\t\\x9b31m"),
        ("\udcff \ud800 \u202e\u2028", "\\udcff \\ud800 \\u202e\\u2028"),
    ],
)
def test_a_line_moves_no_terminal_and_can_be_written(said: str, shown: str) -> None:
    assert printable(said) == shown
    printable(said).encode("utf-8")


@pytest.mark.parametrize(
    "part", ["eyJ-", "eyJ.", "-eyJ", "0.-", "dXNlcj+", "'\\n", "-AQABAAEAAAAD", "password='", "authorization: "]
)
def test_a_long_text_takes_no_longer_than_its_length(part: str) -> None:
    """Half a megabyte, in which every place may be the beginning of a secret; its square would take an hour."""
    assert without_secrets(part * 100_000, ["Winter-2026"])
    assert redacted(part * 100_000, ["Winter-2026"])
