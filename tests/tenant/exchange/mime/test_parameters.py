import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.mime import parameters
from fakeserver.tenant.exchange.mime.parameters import read_parameters, read_value, without_comments
from tests.work import growth_of, line_growth_of


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text/plain; charset=utf-8", {"charset": "utf-8"}),
        ('attachment; filename="a;b=\\"c\\".txt"; size=3', {"filename": 'a;b="c".txt', "size": "3"}),
        ("x; filename*=utf-8''%C3%A4.txt", {"filename": "ä.txt"}),
        ("x; filename*0=one; filename*1=two", {"filename": "onetwo"}),
        ("x; f*0*=iso-8859-1''%E4; f*1=b", {"f": "äb"}),
        ("x; f*1=two; f*0=one", {"f": "onetwo"}),
        ("x; f*0*=utf-8'de'%C3; f*1*=%A4", {"f": "ä"}),
        ("x; f=plain; f*=utf-8''%C3%A4", {"f": "ä"}),
        ("x; f*0=a; f*0=b", {"f": "a"}),
        ("x; f*" + "9" * 5000 + "=a; b=c", {"b": "c"}),
        ("x; f*\u0661=a", {}),
        ("x; f*=windows-874''%A1", {"f": "ก"}),
        ("text/html (really); charset=utf-8 (yes)", {"charset": "utf-8"}),
        ("x; (one) a (two) = (three) b (four); c=d", {"a": "b", "c": "d"}),
        ('x; a="(b)"', {"a": "(b)"}),
        ("x; name=Report (1).pdf", {"name": "Report (1).pdf"}),
        ("x; a=b=()c; d=(e)f=(g)", {"a": "b=()c", "d": "f="}),
        ('x; a="never closed; b=c', {"a": "never closed; b=c"}),
        ("x; a=(never closed; b=c", {"a": "(never closed", "b": "c"}),
        ("x; a", {}),
        ("x; a=", {"a": ""}),
        ("x; a=1; a=2", {"a": "1"}),
    ],
)
def test_parameters_are_read(value: str, expected: dict[str, str]) -> None:
    assert read_parameters(value) == expected


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("Text/HTML", "text/html"),
        ("text/html (really); x=y", "text/html"),
        ("(first) text (a(b)c) / (d) html", "text/html"),
        ("text/html charset=utf-8", "text/html"),
        ("base64 ", "base64"),
        ("", ""),
        (";", ""),
        ("(only)", ""),
    ],
)
def test_a_value_is_read(field: str, value: str) -> None:
    assert read_value(field) == value


@given(st.text(alphabet="ab*0=;\"\\() '%/"))
def test_any_field_is_read(field: str) -> None:
    assert all(name == name.lower() for name in read_parameters(field))
    assert " " not in read_value(field)
    assert without_comments(field) is not None


@given(st.text(), st.text())
def test_a_quoted_value_reads_back(value: str, comment: str) -> None:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    inside = comment.replace("\\", "").replace("(", "").replace(")", "")
    assert read_parameters(f'x/y ({inside}); name="{escaped}" ({inside})') == {"name": value}


@pytest.mark.parametrize(
    "junk", ["(", '"', ";a=", ';a="', "a*0*=", "\\", ";a*=x", '"\\', " ", "(a)", '\\"', "()", '"(']
)
@pytest.mark.parametrize(("first", "last"), [("", ""), ('"', ""), ("(", ""), ("", "()")])
def test_no_field_takes_long(junk: str, first: str, last: str) -> None:
    def field(times: int) -> str:
        return "x; a=b; " + first + junk * times + last

    assert line_growth_of(lambda times: read_parameters(field(times)), 300) < 10
    assert growth_of(lambda times: without_comments(field(times)), 30, parameters) < 10


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("a (b) c", "a   c"),
        ("a(b)c", "a(b)c"),
        ("a=(b)c", "a= c"),
        ("a=x (b(c)d).e", "a=x (b(c)d).e"),
        ('a="x (y)" (z)', 'a="x (y)"  '),
        ('(it is "so)a', " a"),
        ("a (b", "a (b"),
        ("a) (b)", "a)  "),
        ('a "b (c)', 'a "b  '),
        ("a (b\\)c) d", "a   d"),
    ],
)
def test_comments_are_left_out(field: str, shown: str) -> None:
    assert without_comments(field) == shown
