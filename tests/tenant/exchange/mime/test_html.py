from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.mime import html as converter
from fakeserver.tenant.exchange.mime.html import html_to_text
from tests.work import growth_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<html><body>Hello HTML</body></html>", "Hello HTML\r\n"),
        ("Hello HTML", "Hello HTML\r\n"),
        ("<p>one</p><p>two</p>", "one\r\n\r\ntwo\r\n"),
        ("<div>one</div><div>two <b>bold</b> end</div>", "one\r\ntwo bold end\r\n"),
        ("a<br>b<br/>c", "a\r\nb\r\nc\r\n"),
        ("<head><title>t</title><style>p {}</style></head><script>x()</script>text", "text\r\n"),
        ("<head><style>x</style><body>seen", "seen\r\n"),
        ("<ul><li>one<li>two</ul>", "one\r\ntwo\r\n"),
        ("a &amp; b &lt; &#252;&nbsp;c", "a & b < ü c\r\n"),
        ("  spread \n\n over \t lines ", "spread over lines\r\n"),
        ("", ""),
        ("<img src=x>", ""),
        ("<a title=\"x>y\" href = '>'>shown</a>", "shown\r\n"),
        ("<script>if (a<b) x('</style>')</SCRIPT >text", "text\r\n"),
        ("1 < 2 <3", "1 < 2 <3\r\n"),
        ("a<!-- > -->b<!doctype x>c</>d<?e?>", "abcd\r\n"),
        # what never ends takes the rest with it
        ("seen<a href='x>unseen", "seen\r\n"),
        ("seen<!-- unseen", "seen\r\n"),
        ("seen<script>unseen", "seen\r\n"),
    ],
)
def test_text_is_what_a_reader_sees(html: str, text: str) -> None:
    assert html_to_text(html) == text


@given(st.text())
def test_any_text_counts_as_html(html: str) -> None:
    assert isinstance(html_to_text(html), str)
    assert isinstance(html_to_text(f"<![{html}<p>{html}<!-- {html}"), str)


class SteppingText(str):
    """Looks for something by a call for each character, so that it is seen how far it looks."""

    __slots__ = ()

    def find(self, wanted: str, start: Any = 0, end: Any = None, /) -> int:
        return next((at for at in range(start, len(self)) if self.startswith(wanted, at)), -1)


@pytest.mark.parametrize("piece", ["<a ", "<a b='", "<a =", "<!--", "<![CDATA[", "</a ", "<script>", "a<b>", "a ", "<"])
def test_the_work_grows_with_the_length_alone(piece: str) -> None:
    assert growth_of(lambda pieces: html_to_text(SteppingText(piece * pieces)), 100, converter) < 10


@pytest.mark.parametrize("piece", ["a", " ", "a='b' ", "a="])
def test_the_work_for_one_tag_grows_with_its_length_alone(piece: str) -> None:
    assert growth_of(lambda pieces: html_to_text(SteppingText("<a" + piece * pieces)), 100, converter) < 10
