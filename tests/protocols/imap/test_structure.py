import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.protocols.imap.structure import body_structure, envelope, nstring, string
from fakeserver.tenant.exchange.mime.parts import Part

MIXED = b"""\
From: Bob <bob@example.com>
Subject: with parts
Content-Type: multipart/mixed; boundary="b"

preamble
--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: QUOTED-PRINTABLE

one
two
--b
Content-Type: application/pdf; name="a b.pdf"
Content-Disposition: attachment; filename="a b.pdf"
Content-ID: <1@x>

%PDF
--b
Content-Type: message/rfc822

Subject: inner

hi
--b--
""".replace(b"\n", b"\r\n")


def test_an_envelope() -> None:
    message = Part(
        b'Date: Mon, 7 Feb 1994 21:52:25 -0800\r\nSubject: =?utf-8?q?=C3=A4?=\r\nFrom: "Doe, Jane" <jane@x.org>\r\n'
        b"To: a@x.org,\r\n B <b@x.org>\r\nIn-Reply-To: <0@x>\r\nMessage-ID: <1@x>\r\n\r\n"
    )
    jane = b'(("Doe, Jane" NIL "jane" "x.org"))'
    assert envelope(message) == (
        b'("Mon, 7 Feb 1994 21:52:25 -0800" "=?utf-8?q?=C3=A4?=" ' + jane + b" " + jane + b" " + jane
        + b' ((NIL NIL "a" "x.org")("B" NIL "b" "x.org")) NIL NIL "<0@x>" "<1@x>")'
    )  # fmt: skip


def test_an_envelope_names_who_sent_and_who_is_answered_where_they_are_not_the_author() -> None:
    message = Part(b"From: a@x.org\r\nSender: b@x.org\r\nReply-To: c@x.org\r\nCc: d@x.org\r\nBcc: e@x.org\r\n\r\n")
    people = {name: b'((NIL NIL "%b" "x.org"))' % name for name in (b"a", b"b", b"c", b"d", b"e")}
    assert envelope(message) == b"(NIL NIL %(a)b %(b)b %(c)b NIL %(d)b %(e)b NIL NIL)" % people


def test_an_empty_message_has_an_envelope_of_nils() -> None:
    assert envelope(Part(b"")) == b"(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"


def test_an_address_without_a_host_is_written_as_the_service_does() -> None:
    assert b'(NIL NIL "postmaster" ".MISSING-HOST-NAME.")' in envelope(Part(b"From: postmaster\r\n\r\n"))


def test_a_name_without_an_address_is_written_as_the_service_does() -> None:
    written = envelope(Part(b"From: Microsoft Exchange Server\r\n\r\n"))
    assert b'(("Microsoft Exchange Server" NIL NIL ".MISSING-HOST-NAME."))' in written


@pytest.mark.parametrize(
    ("field", "written"),
    [
        (
            b"team: x@x.x, Y <y@y.y>;",
            b'(NIL NIL "team" NIL)(NIL NIL "x" "x.x")("Y" NIL "y" "y.y")(NIL NIL NIL NIL)',
        ),
        (b"undisclosed-recipients:;", b'(NIL NIL "undisclosed-recipients" NIL)(NIL NIL NIL NIL)'),
        (b'"ann b"@x.org', b'(NIL NIL "ann b" "x.org")'),
        (b"<@r.example:a@b.c>", b'(NIL "@r.example" "a" "b.c")'),
        (b"<u (c)@ (c) d.org>", b'(NIL NIL "u" "d.org")'),
        (b"kay@x.org ((a)(b(c)))", b'("(a)(b(c))" NIL "kay" "x.org")'),
        (b"a@[192.0.2.1]", b'(NIL NIL "a" "[192.0.2.1]")'),
        (b"=?utf-8?B?4oKs4oI=?= =?utf-8?B?rA==?= <a@b.c>", b'("=?utf-8?B?4oKs4oI=?= =?utf-8?B?rA==?=" NIL "a" "b.c")'),
        (b'"" <a@b.c>', b'(NIL NIL "a" "b.c")'),
    ],
)
def test_addresses_in_an_envelope(field: bytes, written: bytes) -> None:
    assert b" (" + written + b") NIL NIL NIL NIL)" in envelope(Part(b"To: " + field + b"\r\n\r\n"))


def test_a_field_that_is_there_and_empty_is_not_nil() -> None:
    message = Part(b"Date:\r\nSubject:\r\nFrom:\r\nIn-Reply-To:\r\nMessage-ID:\r\n\r\n")
    assert envelope(message) == b'("" "" NIL NIL NIL NIL NIL NIL "" "")'


@pytest.mark.parametrize(
    ("field", "written"),
    [(b"en", b'"en"'), (b"en, de (also)", b'("en" "de")'), (b"", b"NIL"), (b",", b"NIL")],
)
def test_languages_are_a_string_or_a_list(field: bytes, written: bytes) -> None:
    message = Part(b"Content-Language: " + field + b"\r\n\r\n")
    assert body_structure(message).endswith(b"NIL NIL " + written + b" NIL)")


def test_a_part_of_a_digest_is_a_message() -> None:
    raw = b"Content-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\nSubject: m1\r\n\r\nbody\r\n--d--\r\n"
    assert body_structure(Part(raw)).startswith(b'(("message" "rfc822" NIL NIL NIL "7bit" 19 (NIL "m1" ')


def test_comments_are_no_part_of_a_content_type() -> None:
    message = Part(b"Content-Type: text/html (really); charset=utf-8 (yes)\r\n\r\n")
    assert body_structure(message).startswith(b'("text" "html" ("charset" "utf-8") ')


@pytest.mark.parametrize("junk", [b"(", b":", b"<", b'"', b"@", b"a,", b"(a)", b"\\", b"[", b";", b"=?utf-8?q?"])
def test_no_address_list_is_too_strange(junk: bytes) -> None:
    assert envelope(Part(b"To: " + junk * 5_000 + b"\r\n\r\n")).startswith(b"(")


def test_beyond_ascii_goes_into_literals() -> None:
    assert nstring("ä") == b"{2}\r\n\xc3\xa4"
    assert nstring('a"b\\') == rb'"a\"b\\"'
    assert nstring("") == b'""'
    assert nstring(None) == b"NIL"


def test_a_body_structure_with_its_extension_data() -> None:
    assert body_structure(Part(MIXED)) == (
        b'(("text" "plain" ("charset" "utf-8") NIL NIL "quoted-printable" 8 2 NIL NIL NIL NIL)'
        b'("application" "pdf" ("name" "a b.pdf") "<1@x>" NIL "7bit" 4 NIL '
        b'("attachment" ("filename" "a b.pdf")) NIL NIL)'
        b'("message" "rfc822" NIL NIL NIL "7bit" 20 '
        b'(NIL "inner" NIL NIL NIL NIL NIL NIL NIL NIL) ("text" "plain" NIL NIL NIL "7bit" 2 1 NIL NIL NIL NIL) '
        b"3 NIL NIL NIL NIL) "
        b'"mixed" ("boundary" "b") NIL NIL NIL)'
    )


def test_a_body_is_the_structure_without_it() -> None:
    written = body_structure(Part(MIXED), extended=False)
    assert written.endswith(b' "mixed")')
    assert b"attachment" not in written


@pytest.mark.parametrize("kind", [b"multipart/mixed", b"multipart/mixed; boundary=x", b"multipart"])
def test_a_multipart_without_parts_does_not_look_like_one(kind: bytes) -> None:
    assert body_structure(Part(b"Content-Type: " + kind + b"\r\n\r\nhi")).startswith(b'("text" "plain" ')


def test_nesting_without_end_ends() -> None:
    message = b"Content-Type: message/rfc822\r\n\r\n" * 2000
    assert body_structure(Part(message)).count(b'"rfc822"') < 100


@given(st.binary(max_size=300))
def test_any_octets_have_a_structure(octets: bytes) -> None:
    for message in (octets, MIXED.replace(b"preamble", octets), MIXED[: len(MIXED) - len(octets)] + octets):
        part = Part(message)
        assert body_structure(part).startswith(b"(")
        assert envelope(part).startswith(b"(")


def test_a_quote_alone_is_escaped_and_a_backslash_alone() -> None:
    assert string('say "x"') == b'"say \\"x\\""'
    assert string("a\\b") == b'"a\\\\b"'


def test_an_inner_message_that_nests_too_deep_is_written_as_text() -> None:
    message = b"Content-Type: message/rfc822\r\n\r\n" * 2000
    assert b'("text" "plain" ' in body_structure(Part(message))
