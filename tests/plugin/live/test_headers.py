"""Headers of messages, and whose messages they are."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_m365.live.headers import read_header, tags_in_report
from pytest_m365.live.tags import FIELD, Tag, tags_in
from tests.plugin.live.world import TAG, message

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
OTHER = Tag("2611300801wxyz", 22)


def test_what_a_test_asks_about_is_read() -> None:
    header = read_header(
        b"Subject: =?utf-8?q?Pr=C3=BCfung?=\r\nFrom: Robin <robin@example.com>\r\n"
        b"To: a@example.com,\r\n b@example.com\r\nCc: C <c@example.com>\r\nMessage-ID: <1@example.com>\r\n\r\n"
    )
    assert (header.subject, header.sender, header.message_id) == ("Prüfung", "robin@example.com", "<1@example.com>")
    assert header.recipients == ("a@example.com", "b@example.com", "c@example.com")
    assert header.tags == frozenset()
    assert header.is_report is False


def test_nothing_is_read_out_of_nothing() -> None:
    header = read_header(b"")
    assert (header.subject, header.sender, header.recipients, header.spam_level) == ("", "", (), "")


def test_the_spam_level_stands_in_either_field() -> None:
    assert read_header(b"X-MS-Exchange-Organization-SCL: -1\r\n\r\n").spam_level == "-1"
    report = b"X-Forefront-Antispam-Report: CIP:40.1.2.3;CTRY:;LANG:de; SCL:5;SRV:\r\n\r\n"
    assert read_header(report).spam_level == "5"
    assert read_header(b"X-Forefront-Antispam-Report: SCL:9\r\n\r\n").spam_level == "9"


def test_each_mark_is_enough() -> None:
    ours = TAG.message_id(7, NOW)
    for field in (
        f"To: {TAG.address('alice@contoso.com')}",
        f"Bcc: Somebody <{TAG.address('alice@contoso.com')}>",
        f"From: {TAG.address('alice@contoso.com').upper()}",
        f"Message-ID: {ours}",
        f"In-Reply-To: {ours}",
        f"References: <a@b> {ours}",
        f"{FIELD}: {TAG.field(NOW)}",
        f"{FIELD}: something else\r\n{FIELD}: {TAG.field(NOW)}",
    ):
        assert read_header(f"{field}\r\n\r\n".encode()).tags == {TAG}, field


@pytest.mark.parametrize("number", [0, 1, 999_016, 1_000_000, 99_999_016])
def test_a_long_run_has_many_tests(number: int) -> None:
    tag = Tag(TAG.run, number)
    for field in (
        f"To: {tag.address('a@contoso.com')}",
        f"Message-ID: {tag.message_id(1, NOW)}",
        f"{FIELD}: {tag.field(NOW)}",
    ):
        assert read_header(f"{field}\r\n\r\n".encode()).tags == {tag}


def test_what_only_looks_like_a_mark_is_none() -> None:
    for field in (
        f"Subject: {TAG}",
        "To: alice+m365t-26113008-1@contoso.com",
        "To: alice+m365t-2611300800abcd-1234567890@contoso.com",
        "To: m365t-2611300800abcd-1@contoso.com",
        "Message-ID: <m365t.20261130080000.2611300800abcd.1.7@example.com>",
        "X-Pytest-M365-Other: 2611300800abcd/1/",
    ):
        assert read_header(f"{field}\r\n\r\n".encode()).tags == frozenset(), field


def test_a_message_may_belong_to_several_tests() -> None:
    header = message("Both", to=OTHER.address("alice@contoso.com"), tag=TAG)
    assert read_header(header).tags == {TAG, OTHER}


def test_a_report_holds_what_it_is_about() -> None:
    def report(kind: str, inner: bytes) -> bytes:
        parts = [b"\r\n\r\nSorry.", b"\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns;x\r\n"]
        parts.append(b"\r\nContent-Type: " + kind.encode() + b"\r\n\r\n" + inner)
        head = b"From: postmaster@contoso.com\r\nContent-Type: multipart/report; boundary=b\r\n"
        return head + b"".join(b"\r\n--b" + part for part in parts) + b"\r\n--b--\r\n"

    inner = message("Lost", to=TAG.address("alice@contoso.com"), tag=None)
    for kind in ("message/rfc822", "text/rfc822-headers"):
        whole = report(kind, inner)
        assert read_header(whole).is_report is True
        assert read_header(whole).tags == frozenset()
        assert tags_in_report(whole) == {TAG}
    assert tags_in_report(report("text/plain", inner)) == frozenset()


@given(st.binary(max_size=300))
def test_any_octets_are_read(octets: bytes) -> None:
    read_header(octets)
    tags_in_report(octets)


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_any_texts_have_tags_or_none(addresses: str, message_ids: str, field: str) -> None:
    for tag in tags_in(addresses=addresses, message_ids=message_ids, field=field):
        assert tag.began is None or tag.began.year >= 2000


@given(
    st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2068, 1, 1)),
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz234567", min_size=4, max_size=4),
    st.integers(0, 999_999),
    st.integers(0, 10**9),
)
def test_every_tag_of_ours_is_known_again(began: datetime, chance: str, number: int, of_message: int) -> None:
    tag = Tag(f"{began:%y%m%d%H%M}{chance}", number)
    now = began.replace(tzinfo=UTC)
    assert tags_in(addresses=f"A <{tag.address('a.b@contoso.com')}>, c@d") == {tag}
    assert tags_in(message_ids=f"<x@y>{tag.message_id(of_message, now)}") == {tag}
    assert tags_in(field=tag.field(now)) == {tag}
