"""Text from HTML, for TextBody, previews and search: what a reader sees, as plain lines. And HTML from text.

Scripts and styles are left out, blocks start lines, white space collapses. Tables, links and pictures get no
rendering of their own: Exchange's converter does more, and nothing says how exactly.

The standard library's parser isn't used: an unfinished tag makes it start over at every "<", and 24 kB of them take
seconds, under the tenant's lock. What ends in the middle of a tag or a comment loses its rest here, as in browsers.
Source: HTML Living Standard, section 13.2.5 (tokenization).
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Final

#: The character set, as Exchange declares it in the head of every HTML body.
META: Final = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
_SILENT = frozenset({"script", "style", "head", "title", "template"})
_BLOCK_NAMES = (
    "address article aside blockquote body dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p "
    "pre section table tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())

#: Where text ends, and whether by a tag; any other "<" is text.
_MARKUP = re.compile(r"<(?:/?([a-zA-Z])|[/!?])")
#: A whole tag: ">" may stand in an attribute's quotes, which follow "=". Its quantifiers are possessive, and its group
#: atomic, so that a failed match does not backtrack.
_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)(?>(?:[^=>]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])))*)>""")
#: Elements whose content is no markup; they end at their own end tag.
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style")}


class _Lines:
    """The lines of a text that grows word by word."""

    def __init__(self) -> None:
        self.finished: list[str] = []
        #: pieces of the last line; joined once, since a line may have a million of them
        self._pieces: list[str] = []

    def add(self, text: str) -> None:
        """Go on in the line; white space at both ends keeps words apart."""
        words = " ".join(text.split())
        if text[:1].isspace() and self._pieces and self._pieces[-1] != " ":
            self._pieces.append(" ")
        if words:
            self._pieces.append(words)
            if text[-1:].isspace():
                self._pieces.append(" ")

    def end(self) -> None:
        """End the line, be it empty."""
        self.finished.append("".join(self._pieces).strip())
        self._pieces.clear()

    def end_begun(self) -> None:
        """End the line if anything stands in it."""
        if self._pieces:
            self.end()


def html_to_text(html: str) -> str:
    """Return the text of an HTML document, CRLF line ends, one at the end; empty for a document without text.

    Source: exchangelib's tests, which find ``Hello HTML`` CRLF for a body of those two words.
    """
    lines = _Lines()
    silent = 0
    for tag, text in _tokens(html):
        name = tag.removeprefix("/")
        if not tag:
            if not silent:
                lines.add(unescape(text))
        elif name in _SILENT:
            silent = max(silent + (1 if name == tag else -1), 0)
        elif tag == "body":
            silent = 0  # a head that was never closed
            lines.end_begun()
        elif tag == "br":
            lines.end()
        elif name in _BLOCKS:
            lines.end_begun()
            if tag == "/p" and lines.finished and lines.finished[-1]:
                lines.end()
    lines.end()
    whole = "\r\n".join(lines.finished).strip("\r\n")
    return f"{whole}\r\n" if whole else ""


def _tokens(html: str) -> Iterator[tuple[str, str]]:
    """Yield texts, as ("", text), and tags in lower case, as ("p", "") and ("/p", "")."""
    at = 0
    while (markup := _MARKUP.search(html, at)) is not None:
        start = markup.start()
        if start > at:
            yield "", html[at:start]
        tag = _TAG.match(html, start)
        if tag is not None:
            name = tag[2].lower()
            yield tag[1] + name, ""
            at = tag.end()
            if not tag[1] and name in _RAW_ENDS:
                end = _RAW_ENDS[name].search(html, at)
                at = len(html) if end is None else end.start()
        elif markup[1]:
            return
        else:
            closer = "-->" if html.startswith("<!--", start) else ">"
            end_at = html.find(closer, start + 2)
            if end_at < 0:
                return
            at = end_at + len(closer)
    if at < len(html):
        yield "", html[at:]


def text_to_html(text: str) -> str:
    """Return text as the HTML that Exchange makes of it."""
    lines = "<br>\r\n".join(escape(text, quote=False).replace("\r\n", "\n").split("\n"))
    return (
        f'<html><head>\r\n{META}<meta name="Generator" content="Microsoft Exchange Server">\r\n'
        "<!-- converted from text --></head>\r\n<body>\r\n"
        f'<div class="PlainText">{lines}</div>\r\n</body>\r\n</html>\r\n'
    )
