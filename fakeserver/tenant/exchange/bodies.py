"""Bodies as EWS and Graph show them: HTML from text, text from HTML, the head that Exchange gives every HTML body.

Sources: recordings of Exchange Online; the body tests of exchangelib. Exchange's converter does much more; this one
preserves words and lines.
"""

import re
from collections.abc import Mapping
from html import escape
from typing import Final
from urllib.parse import quote, unquote

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mime.html import META, html_to_text, text_to_html
from fakeserver.tenant.exchange.values import Body, TextFormat

#: BodyTypeType -> how the tenant calls it.
BODY_TYPES: Final = {"HTML": TextFormat.HTML, "Text": TextFormat.PLAIN}

_HTML_TAG = re.compile(r"<html\b[^<>]*>", re.IGNORECASE)
_HEAD_TAG = re.compile(r"<head\b[^<>]*>", re.IGNORECASE)
_BODY_TAG = re.compile(r"<body\b", re.IGNORECASE)
_BODY_END = re.compile(r"(?<=[^\s>])(?=</body>)", re.IGNORECASE)
_CHARSET_META = re.compile(r"(?:(?<!\s)\s++)?<meta\b[^<>]*charset[^<>]*>", re.IGNORECASE)
_ACTIVE = re.compile(r"<(script|object|embed|iframe)\b", re.IGNORECASE)
_ACTIVE_ENDS: Final = {
    name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "object", "embed", "iframe")
}
#: An image's tag up to the address, and the address.
_EXTERNAL_IMAGE = re.compile(
    r"""(<img\b[^<>]{0,2000}?)\ssrc\s{0,9}=\s{0,9}(?:"\s{0,9}https?:[^"<>]*"|'\s{0,9}https?:[^'<>]*'|https?:[^\s<>]*)""",
    re.IGNORECASE,
)
#: An image's tag up to the address, and the content id that the address names.
_ATTACHED_IMAGE = re.compile(
    r"""(<img\b[^<>]{0,2000}?\ssrc\s{0,9}=\s{0,9})(?:"cid:([^"<>]*)"|'cid:([^'<>]*)'|cid:([^\s"'<>]*))""", re.IGNORECASE
)
_LINK = re.compile(r"(<a\b)((?=[^<>]*\shref\b)[^<>]*?)(/?>)", re.IGNORECASE)
_TARGET = re.compile(r"""(?<!\s)\s+target\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
_HANDLER = re.compile(r"""\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)


def body_of(item: Item, body_type: str, *, filtered: bool = False, as_utf8: bool = True) -> Body:
    """Return an item's body.

    Args:
        body_type: ``Best`` (as it is stored), ``HTML`` or ``Text``.
        filtered: whether active content is removed from HTML (FilterHtmlContent).
        as_utf8: whether HTML is given the head that says UTF-8 (ConvertHtmlCodePageToUTF8).
    """
    body = item.get("body")
    if not isinstance(body, Body):
        return Body(BODY_TYPES.get(body_type, TextFormat.PLAIN), "")
    if body_type == "Text" and body.format is not TextFormat.PLAIN:
        return text_body_of(item)
    if body_type == "HTML" and body.format is TextFormat.PLAIN:
        return Body(TextFormat.HTML, text_to_html(body.content) if body.content else "")
    if body.format is TextFormat.HTML and body.content:
        content = without_active_content(body.content) if filtered else body.content
        return Body(TextFormat.HTML, with_exchange_head(content) if as_utf8 else content)
    return body


def text_body_of(item: Item) -> Body:
    """Return an item's body as text: its text part, or the text of its HTML."""
    body = item.get("body")
    if isinstance(body, Body) and body.format is TextFormat.PLAIN:
        return body
    stored = item.get("text_body")
    if isinstance(stored, Body):
        return stored
    if isinstance(stored, str):
        return Body(TextFormat.PLAIN, stored)
    return Body(TextFormat.PLAIN, html_to_text(body.content) if isinstance(body, Body) else "")


def with_exchange_head(html: str) -> str:
    """Return HTML with the character set declared first in its head, as Exchange rewrites it."""
    if not _HTML_TAG.search(html):
        if _BODY_TAG.search(html):
            return f"<html><head>\r\n{META}</head>{html}</html>"
        return _gapped(f"<html><head>\r\n{META}</head><body>{html}</body></html>")
    html = _gapped(html)
    html = _CHARSET_META.sub("", html, count=1)
    if head := _HEAD_TAG.search(html):
        return f"{html[: head.end()]}\r\n{META}{html[head.end() :]}"
    return _HTML_TAG.sub(lambda match: f"{match[0]}<head>\r\n{META}</head>", html, count=1)


def _gapped(html: str) -> str:
    """Return HTML with a space between text and the end of the body, where recordings have one."""
    return _BODY_END.sub(" ", html, count=1)


def without_active_content(html: str) -> str:
    """Return HTML without scripts, embedded objects and event handlers."""
    return _HANDLER.sub("", _without_active_elements(html))


def has_external_images(html: str) -> bool:
    """Say whether HTML shows images that are fetched from elsewhere."""
    return _EXTERNAL_IMAGE.search(html) is not None


def _without_active_elements(html: str) -> str:
    kept, at, endless = [], 0, set()
    for begin in _ACTIVE.finditer(html):
        name = begin[1].lower()
        if begin.start() < at or name in endless:
            continue
        end = _ACTIVE_ENDS[name].search(html, begin.end())
        if end is None:
            # It does not end for those that follow either: looking once more for each would take for ever.
            endless.add(name)
            continue
        kept.append(html[at : begin.start()])
        at = end.end()
    return "".join((*kept, html[at:]))


def without_external_images(html: str) -> str:
    """Return HTML whose images from elsewhere have no address.

    Assumption: the address goes and the image stays; the service's own place-holder is not known.
    """
    return _EXTERNAL_IMAGE.sub(lambda image: image[1], html)


def with_blank_targets(html: str) -> str:
    """Return HTML whose links open another window."""
    return _LINK.sub(lambda link: f'{link[1]}{_TARGET.sub("", link[2])} target="_blank"{link[3]}', html)


def with_image_addresses(html: str, template: str, ids: Mapping[str, str]) -> str:
    """Return HTML whose attached images have addresses (InlineImageUrlTemplate).

    Assumption: ``{id}`` stands for the attachment, as Outlook on the web writes it in such templates. An image that is
    not attached keeps its address.

    Args:
        ids: of attachments, by their content ids.
    """

    def with_address(image: re.Match[str]) -> str:
        found = ids.get(unquote(image[2] or image[3] or image[4] or ""))
        return image[0] if found is None else f'{image[1]}"{escape(template.replace("{id}", quote(found, safe="")))}"'

    return _ATTACHED_IMAGE.sub(with_address, html)


def beginning_of(content: str, kilobytes: int) -> str:
    """Return as much of a body as fits in so many kilobytes; a negative number is no limit.

    Source: web-service-reference/maximumbodysize for the unit. Assumption: it is UTF-8 that counts.
    """
    octets = content.encode("utf-8", "surrogatepass")
    if kilobytes < 0 or len(octets) <= kilobytes * 1024:
        return content
    return octets[: kilobytes * 1024].decode("utf-8", "ignore")
