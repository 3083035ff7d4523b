"""imaplib fetches and searches each message, and imapclient reads what it fetched."""

import imaplib
from typing import Any

from imapclient.response_parser import parse_fetch_response

from tests.corpus.expected import Address, Expected


def test_a_message_is_fetched(message: bytes, expected: Expected, m365_imap: imaplib.IMAP4_SSL) -> None:
    m365_imap.select("INBOX")
    fetched = _fetch(m365_imap, "RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY.PEEK[]")
    assert fetched[b"BODY[]"] == message
    assert fetched[b"RFC822.SIZE"] == len(message)
    assert _structure(fetched[b"BODYSTRUCTURE"]) == expected.structure
    envelope = fetched[b"ENVELOPE"]
    assert tuple(map(_address, envelope.to or ())) == expected.to
    authors = [f"{local}@{domain}" for _, _, local, domain in map(_address, envelope.from_ or ())]
    assert (authors[0] if authors else None) == expected.author


def test_the_pieces_of_a_message_make_it_up(message: bytes, m365_imap: imaplib.IMAP4_SSL) -> None:
    m365_imap.select("INBOX")
    fetched = _fetch(m365_imap, "BODY.PEEK[HEADER] BODY.PEEK[TEXT] BODY.PEEK[1] BODY.PEEK[HEADER.FIELDS (SUBJECT)]")
    assert fetched[b"BODY[HEADER]"] + fetched[b"BODY[TEXT]"] == message
    assert fetched[b"BODY[1]"] in message
    assert fetched[b"BODY[HEADER.FIELDS (SUBJECT)]"].lower().startswith(b"subject")


def test_a_message_is_found(message: bytes, expected: Expected, m365_imap: imaplib.IMAP4_SSL) -> None:
    m365_imap.select("INBOX")
    assert _finds(m365_imap, "SUBJECT", expected.subject or "")
    for text in (expected.text, *expected.inside):
        assert _finds(m365_imap, "BODY", text)
        assert _finds(m365_imap, "TEXT", text)
    for text in (expected.subject or "", *expected.found_by):
        assert _finds(m365_imap, "TEXT", text)
    assert not _finds(m365_imap, "TEXT", "albatross")
    if expected.author:
        assert _finds(m365_imap, "FROM", expected.author.upper())
    for _name, address in expected.recipients:
        assert _finds(m365_imap, "TO", address or "")


def _fetch(client: imaplib.IMAP4_SSL, items: str) -> Any:
    status, data = client.fetch("1", f"({items})")
    assert status == "OK"
    return parse_fetch_response(data)[1]


def _finds(client: imaplib.IMAP4_SSL, key: str, text: str) -> bool:
    # SEARCH takes no charset but US-ASCII, as the service does: what is beyond is looked for piece by piece.
    pieces = "".join(character if character.isascii() else "\n" for character in text).split("\n")
    longest = max((piece.strip() for piece in pieces), key=len)
    quoted = longest.replace("\\", "\\\\").replace('"', '\\"')
    status, data = client.search(None, key, f'"{quoted}"')
    assert status == "OK"
    return data == [b"1"]


def _structure(body: Any) -> str:
    if isinstance(body[0], list):
        return "(" + " ".join(map(_structure, body[0])) + ")"
    return f"{body[0].decode()}/{body[1].decode()}"


def _address(address: Any) -> Address:
    pieces = (address.name, address.route, address.mailbox, address.host)
    name, route, local_part, domain = (None if piece is None else piece.decode() for piece in pieces)
    return name, route, local_part, domain
