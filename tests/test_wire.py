"""The plain HTTP values."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.wire import Headers, HttpRequest, HttpResponse


def test_header_names_compare_without_case_and_values_keep_their_order() -> None:
    headers = Headers([("Set-Cookie", "a=1"), ("X-Other", "x"), ("set-cookie", "b=2")])
    assert headers.get("SET-COOKIE") == "a=1"
    assert "x-other" in headers
    assert "x-none" not in headers
    assert headers.get("x-none", "nothing") == "nothing"
    assert [name for name, _ in headers] == ["Set-Cookie", "X-Other", "set-cookie"]


@pytest.mark.parametrize(
    ("text", "parameters"),
    [
        ("a=1&b=2", {"a": "1", "b": "2"}),
        ("a=1&a=2", {"a": "2"}),
        ("scope=x+y%20z&empty=", {"scope": "x y z", "empty": ""}),
        ("", {}),
    ],
)
def test_query_and_form_are_read_alike(text: str, parameters: dict[str, str]) -> None:
    request = HttpRequest("POST", "/", query_string=text, body=text.encode())
    assert request.query == parameters
    assert request.form == parameters


def test_a_form_that_is_not_text_is_read_as_far_as_it_goes() -> None:
    assert HttpRequest("POST", "/", body=b"a=\xff\xfe&b=2").form["b"] == "2"


def test_two_responses_share_nothing() -> None:
    one, other = HttpResponse(), HttpResponse()
    one.headers.append(("X", "1"))
    assert other.headers == []


@given(st.text(alphabet="a=&%+2F; é\x00", max_size=20))
def test_any_text_is_read_as_urllib_reads_it(text: str) -> None:
    expected = dict(parse_qsl(text, keep_blank_values=True))
    assert HttpRequest("GET", "/", query_string=text).query == expected
