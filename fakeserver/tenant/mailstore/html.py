"""Text from HTML, for TextBody, previews and search: what a reader sees, in the simplest honest form.

Scripts and styles are left out, blocks start lines, white space collapses. Tables, links and pictures get no
rendering of their own: Exchange's converter does more, and nothing says how exactly.
"""

from html import escape
from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "head", "title", "template"})
_BLOCK_NAMES = (
    "address article aside blockquote body dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p "
    "pre section table tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "body":
            self._silent = 0  # a head that was never closed
        if tag == "br":
            self.lines.append("")
        elif tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        elif tag == "p":
            self._break()
            if len(self.lines) > 1 and self.lines[-2]:
                self.lines.append("")
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        words = " ".join(data.replace("\xa0", " ").split())
        line = self.lines[-1]
        if data[:1].isspace() and line and not line.endswith(" "):
            line += " "
        line += words
        if words and data[-1:].isspace():
            line += " "
        self.lines[-1] = line

    def _break(self) -> None:
        if self.lines[-1].strip():
            self.lines.append("")


def html_to_text(html: str) -> str:
    """Return the text of an HTML document, CRLF line ends, one at the end; empty for a document without text.

    Source: exchangelib's tests, which find ``Hello HTML`` CRLF for a body of those two words.
    """
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except AssertionError:  # HTMLParser's answer to some malformed declarations; what was read until there counts
        reader.lines.append("")
    text = "\r\n".join(line.strip() for line in reader.lines).strip("\r\n")
    return f"{text}\r\n" if text else ""


def text_to_html(text: str) -> str:
    """Return an HTML document that shows a text."""
    lines = escape(text, quote=False).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "<html><body>" + "<br>\r\n".join(lines) + "</body></html>"
