"""t:ReplyBody: what an automatic reply says."""

from typing import Final

from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type
from fakeserver.protocols.ews.soap.names import XML_LANG, t
from fakeserver.protocols.ews.soap.reading import Element, content
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, escape_attribute, text
from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.simple import parsed
from fakeserver.tenant.exchange.automatic_replies import Reply

REPLY_TYPE: Final = complex_type(XML_LANG, {"t:Message": TEXT})


def read_reply(node: Element | None) -> Reply | None:
    """Read a reply; None where there is none.

    Raises:
        Violation: its language is none.
    """
    if node is None:
        return None
    language = node.get(XML_LANG)
    if language is not None:
        language = parsed(spelling.LANGUAGE, node, language, XML_LANG)
    return Reply(content(node.find(t("Message"))), language)


def write_reply(name: str, reply: Reply | None) -> Xml:
    """Write a reply; one that was never set is there, and empty."""
    language = "" if reply is None or reply.language is None else f' xml:lang="{escape_attribute(reply.language)}"'
    message = NOTHING if reply is None else text("t:Message", reply.text)
    return Xml(f"<{name}{language}>{message}</{name}>")
