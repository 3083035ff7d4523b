"""The directive ``{causes} IMAP``: every message of a protocol with its causes, for the page "Find by message".

It is a list that needs no script; `_static/find.js` adds a field to it that finds what is pasted.
"""

import json
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from fakeserver.finding import Message, messages
from fakeserver.tenant.refusals import Explanation

PAGE = "find"


class Causes(SphinxDirective):
    """All messages of one protocol."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return them as HTML."""
        protocol = self.arguments[0]
        found = [each for each in messages() if each.protocol == protocol]
        if not found:
            raise self.error(f"{protocol} has no messages")
        return [nodes.raw("", "\n".join(map(_message, found)), format="html")]


def _message(message: Message) -> str:
    """Return one message: a line that opens."""
    facts = {
        "protocol": message.protocol,
        "condition": message.condition,
        "words": message.words,
        "all-words": message.all_words,
        "parts": json.dumps(message.parts, ensure_ascii=False),
    }
    attributes = " ".join(f'data-{name}="{escape(value)}"' for name, value in facts.items())
    number = len(message.causes)
    status = f"<span>{escape(message.status)}</span> " if message.status else ""
    source = f"<p class='source'>The text: {escape(message.source)}.</p>" if message.source else ""
    return (
        f"<details class='message' {attributes}>"
        f"<summary>{status}<code>{escape(message.shown)}</code> "
        f"<small>{number} cause{'s' if number > 1 else ''}</small></summary>"
        f"{''.join(map(_cause, message.causes))}{source}</details>"
    )


def _cause(cause: Explanation) -> str:
    said = "".join(f"<dt>{escape(label)}</dt><dd>{_text(label, text)}</dd>" for label, text in cause.lines)
    return (
        f"<div class='cause'><p><strong>{escape(cause.name)}</strong> {escape(cause.sentence)}</p><dl>{said}</dl></div>"
    )


def _text(label: str, text: str) -> str:
    shown = escape(text)
    return f"<a href='{shown}'>{shown.removeprefix('https://')}</a>" if label == "page" else shown


def _add_script(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    if pagename == PAGE:
        app.add_js_file("find.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.add_directive("causes", Causes)
    app.add_css_file("site.css")
    app.connect("html-page-context", _add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
