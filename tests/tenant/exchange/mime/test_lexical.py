import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.mime import lexical
from fakeserver.tenant.exchange.mime.lexical import Kind, Token, quoted, tokens, unquoted
from tests.work import growth_of


def test_a_field_is_cut_into_its_pieces() -> None:
    assert list(tokens('Jo "B\\"c" (d (e)) <a@[1.2]>')) == [
        Token(Kind.WORD, "Jo"),
        Token(Kind.SPACE, " "),
        Token(Kind.QUOTED, 'B"c'),
        Token(Kind.SPACE, " "),
        Token(Kind.COMMENT, "d (e)"),
        Token(Kind.SPACE, " "),
        Token(Kind.SPECIAL, "<"),
        Token(Kind.WORD, "a"),
        Token(Kind.SPECIAL, "@"),
        Token(Kind.LITERAL, "[1.2]"),
        Token(Kind.SPECIAL, ">"),
    ]


def test_an_encoded_word_is_one_word_whatever_it_holds() -> None:
    assert list(tokens("=?utf-8?Q?a,_b?=")) == [Token(Kind.WORD, "=?utf-8?Q?a,_b?=")]


@given(st.text(alphabet='ab"\\()[]<>@=?, \n'))
def test_nothing_is_lost(text: str) -> None:
    marks = {Kind.QUOTED: '"{}"', Kind.COMMENT: "({})"}
    written = "".join(marks.get(token.kind, "{}").format(token.text) for token in tokens(text))
    assert written.replace("\\", "") == text.replace("\\", "")


@given(st.text())
def test_what_is_quoted_is_unquoted_again(text: str) -> None:
    assert unquoted(quoted(text)) == text


@pytest.mark.parametrize("junk", ["(", ")", '"', "[", '\\"', '"\\', "\\", "=", "=?", "<", "(\\"])
def test_no_field_takes_long(junk: str) -> None:
    assert growth_of(lambda times: list(tokens("a " + junk * times)), 100, lexical) < 10
    assert growth_of(lambda times: unquoted("a " + junk * times + "\\"), 100, lexical) < 10
