"""What must be seen of each message of the corpus, whichever protocol it is read by.

A message is named for its trouble. All its text is invented.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "messages"
ALICE = "alice@contoso.onmicrosoft.com"
KAY = (None, None, "kay", "shore.example")
BEN = (None, None, "ben", "pier.example")
GROUP_END = (None, None, None, None)

#: An address of ENVELOPE: name, source route, local part, domain.
Address = tuple[str | None, str | None, str | None, str | None]


@dataclass(frozen=True)
class Expected:
    """What is seen of a message."""

    #: the subject, decoded
    subject: str | None = "Gulls"
    #: where From is read
    author: str | None = ALICE
    #: To, as ENVELOPE has it
    to: tuple[Address, ...] = ()
    #: To, as EWS has it: names and addresses
    recipients: tuple[tuple[str | None, str | None], ...] = ()
    #: the types of BODYSTRUCTURE
    structure: str = "text/plain"
    #: stands in the text that a reader sees
    text: str = "Gulls land"
    #: names of what is attached
    attachments: tuple[str | None, ...] = ()
    #: more text in it, in attached messages too
    inside: tuple[str, ...] = ()
    #: SEARCH TEXT finds it by these headers of parts
    found_by: tuple[str, ...] = ()
    #: what SMTP answers to its data; taken where it is empty
    refused: str = ""
    #: SMTP changes it: it completes what is missing
    completed: bool = False


#: The text of messages whose trouble is in the header.
COUNTS = "The lighthouse keeper counts gulls."


def octets(name: str) -> bytes:
    """Return a message of the corpus."""
    return (FOLDER / f"{name}.eml").read_bytes()


def _to(*to: Address, recipients: tuple[tuple[str | None, str | None], ...] | None = None) -> Expected:
    shown = tuple((name or f"{local}@{domain}", f"{local}@{domain}") for name, _route, local, domain in to if domain)
    return Expected(to=to, recipients=shown if recipients is None else recipients, text=COUNTS)


def _mixed(second: str, attachment: str, *inside: str) -> Expected:
    return Expected(structure=f"(text/plain {second})", attachments=(attachment,), inside=inside)


def _named(attachment: str) -> Expected:
    return Expected(structure="(text/plain application/pdf)", attachments=(attachment,), found_by=(attachment,))


EXPECTED: dict[str, Expected] = {
    # --- addresses ---
    "address-comma-in-encoded-name": _to(
        ("=?utf-8?Q?Larsen,_Kay?=", *KAY[1:]), recipients=(("Larsen, Kay", "kay@shore.example"),)
    ),
    "address-comments-nested": _to(("(the) keeper (of (both) lights)", *KAY[1:]), BEN),
    "address-group": _to(
        (None, None, "Keepers", None), KAY, ("Ben", *BEN[1:]), GROUP_END, (None, None, "lone", "pier.example")
    ),
    "address-group-empty": _to((None, None, "undisclosed-recipients", None), GROUP_END),
    "address-group-unclosed": _to((None, None, "Keepers", None), KAY, BEN, GROUP_END),
    "address-literal": _to((None, None, "kay", "[192.0.2.25]"), (None, None, "ben", "[IPv6:2001:db8::25]")),
    "address-name-only": _to(
        ("The Keepers of the Light", None, None, ".MISSING-HOST-NAME."),
        recipients=(("The Keepers of the Light", None),),
    ),
    "address-quote-unclosed": _to(('Kay "the keeper', *KAY[1:])),
    "address-quoted-local-part": _to(
        (None, None, "kay the keeper", "shore.example"),
        (None, None, 'ben"x', "pier.example"),
        recipients=(
            ('"kay the keeper"@shore.example',) * 2,
            ('"ben\\"x"@pier.example',) * 2,
        ),
    ),
    "address-semicolons": _to(KAY, ("Ben", *BEN[1:])),
    "address-source-route": _to((None, "@relay.example,@hub.example", "kay", "shore.example")),
    "address-split-in-name": _to(
        ("=?utf-8?B?S8Ol?= =?utf-8?Q?re_=C3?= =?utf-8?Q?=85?=", *KAY[1:]), recipients=(("Kåre Å", "kay@shore.example"),)
    ),
    "address-without-domain": _to(
        (None, None, "keeper", ".MISSING-HOST-NAME."),
        ("Kay", *KAY[1:]),
        recipients=(("keeper", "keeper"), ("Kay", "kay@shore.example")),
    ),
    "from-empty": Expected(author=None, text=COUNTS, completed=True),
    "from-missing": Expected(author=None, text=COUNTS, completed=True),
    "from-twice": Expected(text=COUNTS, refused="5.2.252 SendAsDenied"),
    "from-with-two-addresses": Expected(text=COUNTS, refused="5.2.252 SendAsDenied"),
    # --- other fields ---
    "subject-broken-words": Expected("=?x?Z?y?= =?utf-8?B?!!!?= gull x", text=COUNTS),
    "subject-empty": Expected(None, text=COUNTS),
    "subject-folded": Expected("Gulls over the harbour", text=COUNTS),
    "subject-of-several-charsets": Expected("Möweчайкаカモメ", text=COUNTS),
    "subject-raw-utf-8": Expected("Möwe über Ærø", text=COUNTS),
    "subject-raw-windows-1252": Expected("Möwe – laut", text=COUNTS),
    "subject-split-character": Expected("Price: 5€ a gull", text=COUNTS),
    "byte-order-mark": Expected(),
    "header-blank-before-colon": Expected(to=(KAY,), recipients=(("kay@shore.example", "kay@shore.example"),)),
    "header-line-without-colon": Expected(to=(KAY,), recipients=(("kay@shore.example", "kay@shore.example"),)),
    "header-without-end": Expected(text="", completed=True),
    "mbox-line-first": Expected(completed=True),
    # --- charsets ---
    "charset-cp-850": Expected(text="mouette blessée lands"),
    "charset-cut-character": Expected(text="gulls land: \ufffd"),
    "charset-gb2312-and-more": Expected(text="海鷗 lands"),
    "charset-ks-c-5601": Expected(text="갈매기 똠 lands"),
    "charset-nobody-knows": Expected(text="Möwe lands"),
    "charset-that-is-a-codec": Expected(text="gulls\\x41 land"),
    "charset-unknown-8bit": Expected(text="Möwe lands"),
    "charset-utf-16": Expected(text="Möwe lands"),
    "charset-utf-7": Expected(text="Möwe lands"),
    "charset-visual-hebrew": Expected(text="שחף lands"),
    "charset-windows-874": Expected(text="นกนางนวล lands"),
    "charset-wrong": Expected(text="Möwe lands"),
    "charset-x-sjis": Expected(text="カモメ① lands"),
    # --- content types and encodings ---
    "content-language-list": Expected(),
    "content-type-comments": Expected(structure="text/html"),
    "content-type-without-sense": Expected(),
    "html-with-entities": Expected(structure="text/html", text="Gulls <land> Möwe"),
    "encoding-base64-broken": Expected(text="Gulls land"),
    "encoding-quoted-printable-broken": Expected(text="Gulls land =ZZ"),
    "encoding-unknown": Expected(),
    "parameter-continued": _named("Ærø.pdf"),
    "parameter-encoded-word": _named("Möwe.pdf"),
    "parameter-unquoted-brackets": _named("Gulls (2).pdf"),
    "parameter-with-many-digits": _named("gull.pdf"),
    # --- parts ---
    "attachment-without-a-name": _mixed("image/png", "unnamed.png"),
    "digest": Expected(
        structure="(message/rfc822 message/rfc822)",
        text="",
        attachments=("First gull", "Second gull"),
        inside=("white wings", "Second gull"),
    ),
    "message-attached": _mixed("message/rfc822", "Möwe inside", "Möwe inside", "flügge"),
    "message-attached-in-base64": _mixed("message/rfc822", "Packed gull", "Packed gull", "feathers inside"),
    "messages-nested-deep": Expected(
        structure="message/rfc822", text="", attachments=(None,), inside=("Subject: innermost",)
    ),
    "multipart-boundary-in-boundary": Expected(
        structure="((text/plain text/html) text/x-log)", attachments=("unnamed.dat",), inside=("late words",)
    ),
    "multipart-nested-deep": Expected(structure="(" * 30 + "text/plain" + ")" * 30, text="Gulls land deep"),
    "multipart-never-closed": _mixed("text/x-log", "unnamed.dat", "late words"),
    "multipart-without-boundary": Expected(),
    "multipart-without-parts": Expected(text="No delimiter, but gulls land"),
    # --- octets ---
    "body-missing": Expected(text=""),
    "line-ends-bare": Expected(text="Gulls"),
    "line-very-long": Expected(inside=("at last",)),
    "lines-of-dots": Expected(text=".end"),
    "octets-of-every-kind": Expected(inside=("ýþÿ",)),
}
