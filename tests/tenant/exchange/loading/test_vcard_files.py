"""Cards of .vcf files, and what of them is told where it has no place."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.kinds.contact import PhoneKind, PostalAddress, PostalAddressKind
from fakeserver.tenant.exchange.kinds.of_item import kind_of
from fakeserver.tenant.exchange.loading.loaded import Loaded, NotLoaded
from fakeserver.tenant.exchange.loading.vcard_files import read_vcards
from fakeserver.tenant.exchange.mailbox import Mailbox

pytest.importorskip("icalendar", reason="needs icalendar: pip install -e '.[test]'")


def load(box: Mailbox, folder: Path, *lines: str, version: str = "3.0") -> Loaded:
    path = folder / "x.vcf"
    path.write_text("\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]), newline="")
    return box.load(path)


def test_a_card_is_a_contact(box: Mailbox, tmp_path: Path) -> None:
    loaded = load(
        box, tmp_path, "N:Adams;Alice;Mary;;Jr.", "FN:Alice Adams", "NICKNAME:Al", "ORG:Contoso\\, Ltd;Sales;North",
        "TITLE:Manager", "ROLE:Lawyer", "EMAIL;TYPE=INTERNET:alice@x.com", "item1.EMAIL:al@x.com", "URL:https://x.com",
        "TEL;TYPE=WORK,VOICE:+1", "TEL;TYPE=work:+2", "TEL;TYPE=HOME,FAX:+3", "TEL;TYPE=CELL:+4", "TEL:+5",
        "ADR;TYPE=HOME:;;Street 1\\; back;City;State;123;DE", "BDAY:1990-02-03", "ANNIVERSARY:20100405",
        "NOTE:one\\ntwo", "CATEGORIES:red,blue", "IMPP:sip:al", "PHOTO;ENCODING=b;TYPE=JPEG:aGVsbG8=",
        "REV:20260101T0Z",
    )  # fmt: skip
    [item] = loaded
    assert loaded.remarks == []
    contact: Any = kind_of(item)
    assert (item.folder.path, contact.display_name, contact.nickname) == ("Contacts", "Alice Adams", "Al")
    assert (contact.surname, contact.given_name, contact.middle_name, contact.generation) == (
        "Adams", "Alice", "Mary", "Jr.",
    )  # fmt: skip
    assert (contact.company_name, contact.department, contact.job_title, contact.profession) == (
        "Contoso, Ltd", "Sales, North", "Manager", "Lawyer",
    )  # fmt: skip
    assert {number: each.address for number, each in contact.email_addresses.items()} == {
        1: "alice@x.com",
        2: "al@x.com",
    }
    assert contact.phone_numbers == {
        PhoneKind.BUSINESS: "+1", PhoneKind.BUSINESS_2: "+2", PhoneKind.HOME_FAX: "+3", PhoneKind.MOBILE: "+4",
        PhoneKind.OTHER: "+5",
    }  # fmt: skip
    assert contact.physical_addresses == {
        PostalAddressKind.HOME: PostalAddress("Street 1; back", "City", "State", "DE", "123")
    }
    assert contact.birthday == datetime(1990, 2, 3, tzinfo=UTC)
    assert contact.wedding_anniversary == datetime(2010, 4, 5, tzinfo=UTC)
    assert (item.body, item.get("categories")) == ("one\ntwo", ["red", "blue"])
    assert (contact.im_addresses, contact.business_home_page) == ({1: "sip:al"}, "https://x.com")
    assert contact.has_picture
    assert [(one.name, one.content, one.is_contact_photo) for one in item.attachments] == [
        ("ContactPicture.jpg", b"hello", True)
    ]


def test_the_newer_form_is_read_too(box: Mailbox, tmp_path: Path) -> None:
    [item] = load(
        box, tmp_path, "FN:Bob", "TEL;VALUE=uri;TYPE=\"cell,voice\":tel:+1", "PHOTO:data:image/png;base64,aGVsbG8=",
        version="4.0",
    )  # fmt: skip
    contact: Any = kind_of(item)
    assert (contact.phone_numbers, contact.has_picture) == ({PhoneKind.MOBILE: "+1"}, True)
    assert item.attachments[0].content == b"hello"


def test_a_backslash_takes_away_what_the_next_character_means(box: Mailbox, tmp_path: Path) -> None:
    [item] = load(
        box, tmp_path, "NICKNAME:one\\ntwo\\Nthree\\, \\X and C:\\\\n", "ORG:C:\\\\;Sales\\;;North\\",
        "CATEGORIES:red\\,,blue\\\\,green",
    )  # fmt: skip
    contact: Any = kind_of(item)
    assert contact.nickname == "one\ntwo\nthree, X and C:\\n"
    assert (contact.company_name, contact.department) == ("C:\\", "Sales;, North\\")
    assert item.get("categories") == ["red,", "blue\\", "green"]


def test_several_cards_are_several_contacts(box: Mailbox, tmp_path: Path) -> None:
    loaded = load(box, tmp_path, "FN:Bob", "END:VCARD", "BEGIN:VCARD", "VERSION:4.0", "FN:Carol")
    assert [item.get("display_name") for item in loaded] == ["Bob", "Carol"]


def test_what_has_no_place_is_told(box: Mailbox, tmp_path: Path) -> None:
    loaded = load(
        box, tmp_path, "FN:Bob", "N:B;;;Dr.;", "X-COLOR:red", "BDAY:--0203", "PHOTO;VALUE=uri:https://x.com/p.png",
        *(f"EMAIL:{number}@x.com" for number in range(4)), *(f"TEL;TYPE=CELL:{number}" for number in range(2)),
        "ADR;TYPE=WORK:;;a;;;;", "ADR;TYPE=WORK:;;b;;;;", "TITLE:a", "TITLE:b",
    )  # fmt: skip
    name = f"{tmp_path / 'x.vcf'}: 'Bob': "
    assert [remark.removeprefix(name) for remark in loaded.remarks] == [
        "X-COLOR is not taken",
        "BDAY is not taken: no whole date",
        "PHOTO is not taken: only a picture in the card itself is",
        "EMAIL is not taken: there is room for three",
        "TEL is not taken: a contact has no more numbers of this kind",
        "ADR is not taken: a contact has one address of a kind",
        "TITLE is not taken: said twice",
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("BEGIN:VCARD\r\nVERSION:2.1\r\nEND:VCARD\r\n", r"is written as vCard 2\.1; 3\.0 and 4\.0 are taken"),
        ("BEGIN:VCARD\r\nTEL;CELL:99\r\nEND:VCARD\r\n", r"is no vCard file of version 3\.0 or 4\.0"),
        ("FN:Bob\r\n", "does not begin with BEGIN:VCARD"),
        ("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob\r\n", "its last card does not end"),
    ],
)
def test_what_is_no_card_is_refused(box: Mailbox, tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "x.vcf"
    path.write_text(content, newline="")
    with pytest.raises(NotLoaded, match=why):
        box.load(path)


_LINES = st.sampled_from(
    'BEGIN:VCARD|END:VCARD|VERSION:3.0|N:|N:;;;;;;|ADR:|ADR;TYPE=:|TEL;TYPE="a:b":1|BDAY:20261399|PHOTO;ENCODING=b:!|'
    'PHOTO:data:;base64,!|CATEGORIES:\\,|:|;:|x.y.FN:z|NOTE;X="'.split("|")
)


@given(st.lists(_LINES | st.text(max_size=20), max_size=12))
def test_whatever_a_file_holds_is_taken_told_or_refused(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.vcf"
    path.write_text("\r\n".join(lines), encoding="utf-8", errors="surrogateescape", newline="")
    with suppress(NotLoaded):
        list(read_vcards(path, []))
