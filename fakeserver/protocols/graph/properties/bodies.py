"""What messages and events say: the body, and its beginning."""

from typing import Final

from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.exchange.bodies import body_of, text_body_of
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.values import TextFormat

#: Characters of ``bodyPreview``.
_PREVIEW: Final = 255
#: Octets of text that a preview is looked for in.
_ENOUGH: Final = 2048


def body_preview(item: Item, _view: View) -> str:
    """Return the beginning of the text."""
    # Assumption: lines stay as they are, as in recordings; blank ones in front do not count.
    text = text_body_of(item).content[:_ENOUGH].lstrip()
    return "\r\n".join(line.rstrip() for line in text.splitlines())[:_PREVIEW]


def body(item: Item, view: View) -> dict[str, str]:
    """Return the body in the form that a client prefers; HTML where nothing is preferred.

    Source: learn.microsoft.com/graph/api/message-get
    """
    shown = body_of(item, "Text" if view.body_type == "text" else "HTML", filtered=not view.unsafe_html)
    return {"contentType": "html" if shown.format is TextFormat.HTML else "text", "content": shown.content}
