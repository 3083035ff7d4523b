"""Bodies: HTML and text, each from the other."""

import pytest

from fakeserver.tenant.exchange import bodies
from fakeserver.tenant.exchange.mime.html import text_to_html
from fakeserver.tenant.exchange.values import Body, TextFormat
from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import fields, get_item
from tests.work import growth_of

META = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        # recorded from Exchange Online
        ("Test Draft Body", f"<html><head>\r\n{META}</head><body>Test Draft Body </body></html>"),
        # as exchangelib's tests find it
        ("<html><body>Hello HTML</body></html>", f"<html><head>\r\n{META}</head><body>Hello HTML </body></html>"),
        ("<p>x</p>", f"<html><head>\r\n{META}</head><body><p>x</p></body></html>"),
        (
            '<html><head><meta charset="iso-8859-1"><title>t</title></head><body><p>x</p></body></html>',
            f"<html><head>\r\n{META}<title>t</title></head><body><p>x</p></body></html>",
        ),
    ],
)
def test_html_gets_the_head_that_exchange_gives_it(given: str, shown: str) -> None:
    assert bodies.with_exchange_head(given) == shown


def test_html_that_was_shown_once_is_shown_the_same() -> None:
    once = bodies.with_exchange_head("<html><body>Hello</body></html>")
    assert bodies.with_exchange_head(once) == once


def test_active_content_is_filtered() -> None:
    html = '<body><script>alert(1)</script><a onclick="x()" href="y">z</a></body>'
    assert bodies.without_active_content(html) == '<body><a href="y">z</a></body>'


@pytest.mark.parametrize(
    ("body_type", "body_format", "content"),
    [
        ("Best", TextFormat.PLAIN, "one\r\ntwo <3"),
        ("Text", TextFormat.PLAIN, "one\r\ntwo <3"),
        ("HTML", TextFormat.HTML, "one<br>\r\ntwo &lt;3"),
    ],
)
def test_a_text_body_in_each_type(ews: Ews, body_type: str, body_format: TextFormat, content: str) -> None:
    item = ews.mailbox.items.add(
        ews.mailbox.folders.distinguished("drafts"), "IPM.Note", {"body": Body(TextFormat.PLAIN, "one\r\ntwo <3")}
    )
    body = bodies.body_of(item, body_type)
    assert body.format is body_format
    assert content in body.content


def test_an_html_body_as_text(ews: Ews) -> None:
    item = ews.mailbox.items.add(
        ews.mailbox.folders.distinguished("drafts"), "IPM.Note", {"body": Body(TextFormat.HTML, "Hello HTML")}
    )
    assert bodies.body_of(item, "Text") == Body(TextFormat.PLAIN, "Hello HTML\r\n")
    assert bodies.text_body_of(item).content == "Hello HTML\r\n"


def test_an_item_without_a_body_has_an_empty_one(ews: Ews) -> None:
    item = ews.mailbox.items.add(ews.mailbox.folders.distinguished("contacts"), "IPM.Contact", {})
    assert bodies.body_of(item, "HTML") == Body(TextFormat.HTML, "")
    assert bodies.text_body_of(item) == Body(TextFormat.PLAIN, "")


def test_only_the_first_html_gets_a_head() -> None:
    assert bodies.with_exchange_head("<html><p>x</p><html></html>").count("<head>") == 1


def test_the_whole_html_of_a_text() -> None:
    assert text_to_html("a") == (
        f'<html><head>\r\n{META}<meta name="Generator" content="Microsoft Exchange Server">\r\n'
        "<!-- converted from text --></head>\r\n<body>\r\n"
        '<div class="PlainText">a</div>\r\n</body>\r\n</html>\r\n'
    )


PICTURE = '<p><img alt="a" src="https://example.com/a.png" width="1"></p>'


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (PICTURE, '<p><img alt="a" width="1"></p>'),
        ("<IMG SRC='http://example.com/a.png'/>", "<IMG/>"),
        ("<img src=http://example.com/a.png>", "<img>"),
        ('<img src="cid:logo"><img src="data:image/png;base64,AA==">', ""),
        ('<a href="https://example.com">x</a>', ""),
    ],
)
def test_images_from_elsewhere_are_blocked(given: str, shown: str) -> None:
    assert bodies.without_external_images(given) == (shown or given)
    assert bodies.has_external_images(given) is bool(shown)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ('<a href="x">y</a>', '<a href="x" target="_blank">y</a>'),
        ('<A class="b" HREF="x" Target="_top">y</A>', '<A class="b" HREF="x" target="_blank">y</A>'),
        ("<a href=x/>", '<a href=x target="_blank"/>'),
        ('<a name="x">y</a><abbr href="z">', '<a name="x">y</a><abbr href="z">'),
    ],
)
def test_links_open_another_window(given: str, shown: str) -> None:
    assert bodies.with_blank_targets(given) == shown


@pytest.mark.parametrize(
    "piece",
    [
        "<a href=",
        "<a href ",
        '<img src="https:',
        "<img ",
        " src='http:",
        " target",
        " ",
        "\t=",
        "<a href='x' target ",
        "<script>",
        "</script ",
        " on x",
    ],
)
def test_html_takes_time_in_proportion_to_its_length(piece: str) -> None:
    def change(times: int) -> None:
        html = piece * times
        bodies.with_blank_targets(html), bodies.has_external_images(html), bodies.without_external_images(html)
        bodies.without_active_content(html)

    assert growth_of(change, 300, bodies) < 12


def test_what_a_shape_changes_in_bodies(ews: Ews) -> None:
    link = '<a href="https://example.com">b</a>'
    item = ews.mailbox.deliver(html=f"<html><body>{PICTURE}{link}</body></html>")

    def shown(options: str) -> tuple[str, list[str]]:
        paths = fields("item:Body", "item:BlockStatus", "item:HasBlockedImages")
        answer = ews(get_item(item.item_id, extra=options, paths=paths))
        return answer.value(".//t:Body"), answer.texts(".//t:BlockStatus") + answer.texts(".//t:HasBlockedImages")

    body, blocked = shown("")
    assert (PICTURE in body, link in body, blocked) == (True, True, ["false", "false"])
    body, blocked = shown("<t:BlockExternalImages>true</t:BlockExternalImages>")
    assert ("src=" in body, link in body, blocked) == (False, True, ["true", "true"])
    body, blocked = shown("<t:AddBlankTargetToLinks>true</t:AddBlankTargetToLinks>")
    assert (PICTURE in body, 'target="_blank"' in body, blocked) == (True, True, ["false", "false"])
    for option in ("BlockExternalImages", "AddBlankTargetToLinks"):
        options = f"<t:BodyType>Text</t:BodyType><t:{option}>true</t:{option}>"
        answer = ews(get_item(item.item_id, extra=options, paths=fields("item:Body")))
        assert answer.attribute(".//t:Body", "BodyType") == "Text"
