"""What came with Exchange 2013 and 2016: parts of shapes, retention, mentions and keys (MS-OXWSCORE, MS-OXWSCDATA)."""

from base64 import b64decode

import pytest

from tests.protocols.ews.operations.items.recurring import DAILY, appointment, numbered
from tests.protocols.ews.requirements.asking import (
    attach,
    change,
    create,
    file,
    get,
    ids,
    made,
    message,
    sync_items,
    to_folder,
    update,
    uri,
)
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.wire import EwsOverTls

TAG = "11111111-2222-3333-4444-555555555555"
LATIN = '&lt;html>&lt;head>&lt;meta charset="iso-8859-1">&lt;/head>&lt;body>x&lt;/body>&lt;/html>'


def asked(ews: EwsOverTls, item: str, name: str, options: str = "") -> str:
    """Return the text of one property."""
    return ews(get(item, base="IdOnly", options=options, more=uri(f"item:{name}"))).value(f".//t:{name}")


@holds("MS-OXWSCORE", 1351, 1353)
@pytest.mark.parametrize("name", ["PolicyTag", "ArchiveTag"])
def test_retention_is_set_shown_changed_and_taken_away(ews: EwsOverTls, name: str) -> None:
    date = "<t:RetentionDate>2030-01-01T00:00:00Z</t:RetentionDate>" if name == "ArchiveTag" else ""
    [item] = made(ews, message(f'<t:{name} IsExplicit="true">{TAG}</t:{name}>{date}'))
    shown = ews(get(item))
    assert (shown.value(f".//t:{name}"), shown.attribute(f".//t:{name}", "IsExplicit")) == (TAG, "true")
    assert shown.texts(".//t:RetentionDate") == ["2030-01-01T00:00:00Z"] * bool(date)
    other = TAG.replace("1", "9")
    assert ews(update(item, change(f"item:{name}", f'<t:{name} IsExplicit="false">{other}</t:{name}>'))).codes == [
        "NoError"
    ]
    assert asked(ews, item, name) == other
    assert ews(update(item, f"<t:DeleteItemField>{uri(f'item:{name}')}</t:DeleteItemField>")).codes == ["NoError"]
    assert ews(get(item)).all(f".//t:{name}") == []


@pytest.mark.parametrize("tag", [f"<t:PolicyTag>{TAG}</t:PolicyTag>", '<t:PolicyTag IsExplicit="true">x</t:PolicyTag>'])
def test_a_tag_that_the_schema_rejects(ews: EwsOverTls, tag: str) -> None:
    answer = ews(create(message(tag)))
    assert (answer.status, answer.element.findtext("faultcode")) == (500, "a:ErrorSchemaValidation")


@holds("MS-OXWSCORE", 2932)
def test_who_is_mentioned(ews: EwsOverTls) -> None:
    def mentions(*addresses: str) -> str:
        boxes = (f"<t:Mailbox><t:EmailAddress>{one}</t:EmailAddress></t:Mailbox>" for one in addresses)
        return f"<t:Mentions>{''.join(boxes)}</t:Mentions>"

    of_alice, of_bob = made(
        ews, message(mentions(ews.alice.address, "x@y.example")), message(mentions(ews.bob.address))
    )
    assert [asked(ews, each, "MentionedMe") for each in (of_alice, of_bob)] == ["true", "false"]
    shown = ews(get(of_alice, base="IdOnly", more=uri("item:Mentions")))
    assert shown.texts(".//t:Mentions/t:Mailbox/t:EmailAddress") == [ews.alice.address, "x@y.example"]


def test_a_search_key_is_the_item_s_and_its_copies_own(ews: EwsOverTls) -> None:
    def key(item: str) -> bytes:
        path = '<t:ExtendedFieldURI PropertyTag="0x300B" PropertyType="Binary"/>'
        return b64decode(ews(get(item, base="IdOnly", more=path)).value(".//t:ExtendedProperty/t:Value"))

    one, other = made(ews, message(), message(subject="About egrets"))
    [copy] = ids(ews(to_folder("CopyItem", "inbox", one)))
    assert (len(key(one)), key(copy) == key(one), key(other) == key(one)) == (16, True, False)


@holds("MS-OXWSCORE", 2338, 2935)
def test_what_else_is_shown(ews: EwsOverTls) -> None:
    [item] = made(ews, message())
    assert asked(ews, item, "WebClientReadFormQueryString").startswith("https://")
    [meeting] = made(ews, "<t:CalendarItem><t:Subject>x</t:Subject></t:CalendarItem>")
    assert ews(get(meeting, more=uri("calendar:Location"))).all(".//t:Location") == []


@holds("MS-OXWSCDATA", 4003)
def test_a_body_is_cut_off_on_demand_and_says_so(ews: EwsOverTls) -> None:
    [item] = made(ews, message(f'<t:Body BodyType="Text" IsTruncated="true">{"é" * 800}</t:Body>'))

    def body(kilobytes: str) -> tuple[int, str]:
        shown = ews(get(item, options=f"<t:MaximumBodySize>{kilobytes}</t:MaximumBodySize>"))
        return len(shown.value(".//t:Body")), shown.attribute(".//t:Body", "IsTruncated")

    assert [body(size) for size in ("1", "2", "0", "-1")] == [
        (512, "true"),
        (800, "false"),
        (0, "true"),
        (800, "false"),
    ]
    for name in ("TextBody", "UniqueBody", "NormalizedBody"):
        cut = ews(get(item, options="<t:MaximumBodySize>1</t:MaximumBodySize>", more=uri(f"item:{name}")))
        assert cut.attribute(f".//t:{name}", "IsTruncated") == "true"
    assert ews(get(item, options="<t:MaximumBodySize>much</t:MaximumBodySize>")).status == 500
    older = '<t:RequestServerVersion Version="Exchange2010_SP2"/>'
    assert ews(get(item), header=older).attributes(".//t:Body", "IsTruncated") == ["None"]


@holds("MS-OXWSCDATA", 2149904)
@holds("MS-OXWSSYNC", 37809)
def test_attached_images_have_the_address_that_is_asked_for(ews: EwsOverTls) -> None:
    html = '&lt;img src="cid:bird">&lt;img src="cid:none">&lt;img src="https://x.example/y.png">'
    [item] = made(ews, message(f'<t:Body BodyType="HTML">{html}</t:Body>'))
    answer = ews(attach(item, file("b.png", inside="<t:ContentId>bird</t:ContentId>")))
    name = answer.attribute(".//t:AttachmentId", "Id")
    template = "<t:InlineImageUrlTemplate>https://me.example/a?id={id}&amp;b</t:InlineImageUrlTemplate>"
    shown = asked(ews, item, "Body", template)
    quoted = name.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
    assert f'<img src="https://me.example/a?id={quoted}&amp;b">' in shown
    assert '<img src="cid:none"><img src="https://x.example/y.png">' in shown
    synchronized = sync_items("drafts").replace("</t:BaseShape>", f"</t:BaseShape>{template}")
    assert ews(synchronized).codes == ["NoError"]


@holds("MS-OXWSCDATA", 21196)
def test_html_says_what_it_was_stored_as_where_utf_8_is_not_wanted(ews: EwsOverTls) -> None:
    [item] = made(ews, message(f'<t:Body BodyType="HTML">{LATIN}</t:Body>'))

    def body(wanted: str) -> str:
        return asked(ews, item, "Body", f"<t:ConvertHtmlCodePageToUTF8>{wanted}</t:ConvertHtmlCodePageToUTF8>")

    assert "iso-8859-1" in body("false")
    assert body("true") == asked(ews, item, "Body")
    assert "charset=utf-8" in body("true")


@holds("MS-OXWSCORE", 1076, 1697, 1698)
def test_occurrences_of_a_time_by_their_own_or_their_planned_one(ews: EwsOverTls) -> None:
    series = ews(appointment(DAILY, numbered(3))).attribute(".//t:ItemId", "Id")
    second = ews(
        "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ItemIds>"
        f'<t:OccurrenceItemId RecurringMasterId="{series}" InstanceIndex="2"/></m:ItemIds></m:GetItem>'
    ).attribute(".//t:ItemId", "Id")
    start = "<t:Start>2025-07-03T15:00:00Z</t:Start>"
    end = change("calendar:End", "<t:End>2025-07-03T16:00:00Z</t:End>", "CalendarItem")
    assert ews(update(second, change("calendar:Start", start, "CalendarItem"), end)).codes == ["NoError"]

    def found(planned: str) -> list[str]:
        day = 'Start="2025-07-03T09:00:00Z" End="2025-07-03T12:00:00Z" Count="9"'
        ranges = f'<t:Ranges><t:Range {day} CompareOriginalStartTime="{planned}"/></t:Ranges>'
        named = f'<t:RecurringMasterItemIdRanges Id="{series}">{ranges}</t:RecurringMasterItemIdRanges>'
        return ews(
            "<m:GetItem><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>"
            f"<m:ItemIds>{named}</m:ItemIds></m:GetItem>"
        ).texts(".//t:CalendarItem/t:Start")

    assert found("true")[-1] == "2025-07-03T15:00:00Z"
    assert "2025-07-03T15:00:00Z" not in found("false")
