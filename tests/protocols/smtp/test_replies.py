from datetime import UTC, datetime

from fakeserver.protocols.smtp import replies
from fakeserver.protocols.smtp.replies import Host, Reply, Trace

MOMENT = datetime(2025, 3, 20, 11, 25, 21, 972_500, tzinfo=UTC)


def test_a_reply_is_signed_as_its_row_says() -> None:
    host = Host("SGXP274CA0016", "SGPP274", "SYBP282MB2635")
    assert host.public_name == "SGXP274CA0016.outlook.office365.com"
    assert host.sign(Reply(250, "2.1.0", "Sender OK"), lambda: MOMENT, "08DD66EDEFB0DFDF") == "250 2.1.0 Sender OK"
    assert (
        host.sign(Reply(535, "5.7.3", "Authentication unsuccessful", Trace.SESSION), lambda: MOMENT, "08DD66EDEFB0DFDF")
        == "535 5.7.3 Authentication unsuccessful "
        "[SGXP274CA0016.SGPP274.PROD.OUTLOOK.COM 2025-03-20T11:25:21.972Z 08DD66EDEFB0DFDF]"
    )
    assert (
        host.sign(Reply(250, "2.0.0", "OK <x@y>", Trace.MAILBOX_SERVER), lambda: MOMENT, "")
        == "250 2.0.0 OK <x@y> [Hostname=SYBP282MB2635.SGPP274.PROD.OUTLOOK.COM]"
    )


def test_a_challenge_keeps_its_space() -> None:
    assert str(Reply(334, "", "")) == "334 "


def test_a_reply_of_several_lines() -> None:
    assert replies.multiline(250, ["one"]) == "250 one"
    assert replies.multiline(250, ["one", "two", "three"]) == "250-one\r\n250-two\r\n250 three"


def test_every_row_is_one_line_with_fitting_codes() -> None:
    rows = [value for value in vars(replies).values() if isinstance(value, Reply)]
    assert len(rows) > 25
    for row in rows:
        assert "\n" not in str(row)
        assert row.text.isascii()
        if row.enhanced_code:
            # 421 and 451 are transient whatever their enhanced class says: Exchange really sends 451 5.7.3.
            assert row.enhanced_code[0] == str(row.code)[0] or row is replies.TLS_REQUIRED
        assert row.code < 500 or row.trace is Trace.SESSION


def test_facts_fill_the_text_and_never_break_or_exceed_the_line() -> None:
    row = Reply(554, "5.2.252", "{mailbox} not allowed to send as {sender}", Trace.SESSION)
    facts = {"mailbox": "a@x", "sender": "b\r\n250 OK\t\u00e9{mailbox}", "other": "unasked"}
    assert row.filled(facts).text == "a@x not allowed to send as b??250 OK??{mailbox}"
    long = row.filled({"mailbox": "a" * 9000, "sender": "b" * 9000})
    assert len(Host().sign(long, lambda: MOMENT, "0" * 16)) <= replies.REPLY_LIMIT - 2
    assert Reply(250, "", "{").with_text("as it is").filled({}).text == "as it is"
