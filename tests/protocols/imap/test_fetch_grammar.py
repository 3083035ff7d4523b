import pytest

from fakeserver.protocols.imap.arguments import FetchItem, Section
from fakeserver.protocols.imap.elements import BadSyntax, Cursor
from fakeserver.protocols.imap.fetch_grammar import read_items


def labels(octets: bytes) -> list[bytes]:
    return [item.label for item in read_items(Cursor(octets))]


def test_macros_stand_alone() -> None:
    assert labels(b"FAST") == [b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE"]
    assert labels(b"all") == [b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE", b"ENVELOPE"]
    assert labels(b"FULL")[-1] == b"BODY"
    with pytest.raises(BadSyntax):
        read_items(Cursor(b"(FULL)"))


def test_an_item_asked_for_twice_is_answered_once() -> None:
    assert labels(b"(uid FLAGS UID)") == [b"UID", b"FLAGS"]


@pytest.mark.parametrize(
    ("octets", "item"),
    [
        (b"BODY[]", FetchItem("SECTION", b"BODY[]", Section(), peek=False)),
        (b"BODY.PEEK[]", FetchItem("SECTION", b"BODY[]", Section())),
        (b"body[1.2]", FetchItem("SECTION", b"BODY[1.2]", Section((1, 2)), peek=False)),
        (b"BODY.PEEK[1.MIME]", FetchItem("SECTION", b"BODY[1.MIME]", Section((1,), "MIME"))),
        (b"BODY.PEEK[HEADER]<5.10>", FetchItem("SECTION", b"BODY[HEADER]<5>", Section((), "HEADER"), (5, 10))),
        (
            b"BODY.PEEK[HEADER.FIELDS.NOT (Subject DATE)]",
            FetchItem(
                "SECTION",
                b"BODY[HEADER.FIELDS.NOT (Subject DATE)]",
                Section((), "HEADER.FIELDS.NOT", frozenset({b"subject", b"date"})),
            ),
        ),
        (
            b"BODY.PEEK[1.HEADER.FIELDS ({4}\r\nFrom)]",
            FetchItem(
                "SECTION", b'BODY[1.HEADER.FIELDS ("FROM")]', Section((1,), "HEADER.FIELDS", frozenset({b"from"}))
            ),
        ),
        (b"RFC822", FetchItem("SECTION", b"RFC822", Section(), peek=False)),
        (b"RFC822.HEADER", FetchItem("SECTION", b"RFC822.HEADER", Section((), "HEADER"))),
    ],
)
def test_sections(octets: bytes, item: FetchItem) -> None:
    assert read_items(Cursor(octets)) == (item,)


@pytest.mark.parametrize(
    "octets",
    [b"", b"()", b"XYZ", b"BODY[", b"BODY[MIME]", b"BODY[0]", b"BODY[1.]", b"BODY[HEADER.FIELDS ()]", b"(UID", b"("],
)
def test_what_is_no_fetch_item(octets: bytes) -> None:
    with pytest.raises(BadSyntax):
        read_items(Cursor(octets))
