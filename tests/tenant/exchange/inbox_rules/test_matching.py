"""Each part of what a rule asks, with a message that it fits and one that it doesn't."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.matching import LOOP_FIELD, Arrived, fits
from fakeserver.tenant.exchange.inbox_rules.predicates import DateRange, FlaggedFor, RulePredicates, SizeRange
from fakeserver.tenant.exchange.inbox_rules.rules import InboxRule
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import EmailAddress, Importance, Sensitivity

ALICE, BOB = "alice@contoso.onmicrosoft.com", "bob@contoso.onmicrosoft.com"
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def mail(header: str = "", to: str = ALICE, body: str = "Please pay.", sender: str = f"Bob Smith <{BOB}>") -> bytes:
    """Return a message; further fields come first."""
    fields_ = f"{header}From: {sender}\nTo: {to}\nSubject: Your Invoice\n"
    return f"{fields_}\n{body}\n".replace("\n", "\r\n").encode()


def of_class(item_class: str) -> dict[str, Any]:
    return {"item_class": item_class}


SIGNED = 'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=b\n'
SEALED = "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n"
OPAQUE = "Content-Type: application/pkcs7-mime; smime-type=signed-data\n"
WITH_FILE = mail(
    "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n",
    body='--b\n\ntext\n--b\nContent-Disposition: attachment; filename="a.txt"\n\nfile\n--b--',
)
PLAIN: tuple[bytes, dict[str, Any]] = (mail(), {})
#: part, what is asked, a message that fits, one that doesn't: octets, and how the item is made of them
CASES: list[tuple[str, Any, tuple[bytes, dict[str, Any]], tuple[bytes, dict[str, Any]]]] = [
    ("categories", ("red",), (mail(), {"categories": ["Red", "Blue"]}), (mail(), {"categories": ["Blue"]})),
    ("contains_body_strings", ("x", "PLEASE"), PLAIN, (mail(body="No"), {})),
    ("contains_header_strings", ("x-mailer: foo",), (mail("X-Mailer: Foobar\n"), {}), PLAIN),
    ("contains_recipient_strings", ("ALICE@",), PLAIN, (mail(to=BOB), {})),
    ("contains_recipient_strings", ("staff",), (mail(f"Cc: Our Staff <{BOB}>\n"), {}), PLAIN),
    ("contains_sender_strings", ("smith", "jones"), PLAIN, (mail(sender=f"<{ALICE}>"), {})),
    ("contains_sender_strings", ("bob@contoso",), PLAIN, (mail(sender=""), {})),
    ("contains_subject_or_body_strings", ("invoice",), PLAIN, (mail().replace(b"Invoice", b"x"), {})),
    ("contains_subject_or_body_strings", ("please",), PLAIN, (mail(body="x"), {})),
    ("contains_subject_strings", ("iNVOICE",), PLAIN, (mail(body="invoice").replace(b"Invoice", b"x"), {})),
    ("flagged_for_action", FlaggedFor.ANY, (mail("X-Message-Flag: whatever\n"), {}), PLAIN),
    (
        "flagged_for_action",
        FlaggedFor.FYI,
        (mail("X-Message-Flag: for your information\n"), {}),
        (mail("X-Message-Flag: Call\n"), {}),
    ),
    ("from_addresses", (EmailAddress("", BOB.upper()),), PLAIN, (mail(sender=ALICE), {})),
    ("has_attachments", True, (WITH_FILE, {}), PLAIN),
    ("importance", Importance.HIGH, (mail("Importance: high\n"), {}), PLAIN),
    ("is_approval_request", True, (mail(), of_class("IPM.Note.Microsoft.Approval.Request")), PLAIN),
    (
        "is_automatic_forward",
        True,
        (mail(f"{LOOP_FIELD}: {BOB}\n"), {}),
        (mail(f"{LOOP_FIELD}: {BOB}\n"), of_class("IPM.Note.Rules.OofTemplate.Microsoft")),
    ),
    ("is_automatic_reply", True, (mail(), of_class("IPM.Note.Rules.OofTemplate.Microsoft")), PLAIN),
    ("is_automatic_reply", True, (mail(), of_class("IPM.Note.Rules.ReplyTemplate.Microsoft")), PLAIN),
    ("is_encrypted", True, (mail(SEALED), {}), (mail(OPAQUE), {})),
    ("is_meeting_request", True, (mail(), of_class("IPM.Schedule.Meeting.Request")), PLAIN),
    (
        "is_meeting_response",
        True,
        (mail(), of_class("IPM.Schedule.Meeting.Resp.Pos")),
        (mail(), of_class("IPM.Schedule.Meeting.Request")),
    ),
    ("is_ndr", True, (mail(), of_class("REPORT.IPM.Note.NDR")), (mail(), of_class("REPORT.IPM.Note.DR"))),
    ("is_permission_controlled", True, (mail("Content-Class: rpmsg.message\n"), {}), PLAIN),
    (
        "is_read_receipt",
        True,
        (mail(), of_class("REPORT.IPM.Note.IPNRN")),
        (mail(), of_class("REPORT.IPM.Note.IPNNRN")),
    ),
    ("is_signed", True, (mail(SIGNED, body="--b\n\nx\n--b--"), {}), (mail(SEALED), {})),
    ("is_signed", True, (mail(OPAQUE), {}), PLAIN),
    ("is_voicemail", True, (mail(), of_class("IPM.Note.Microsoft.Voicemail.UM")), PLAIN),
    ("item_classes", ("ipm.note.x", "ipm.note"), PLAIN, (mail(), of_class("IPM.Note.SMIME"))),
    ("not_sent_to_me", True, (mail(f"Cc: {ALICE}\n", to=BOB), {}), PLAIN),
    ("sent_cc_me", True, (mail(f"Cc: {ALICE}\n", to=BOB), {}), PLAIN),
    ("sent_only_to_me", True, PLAIN, (mail(f"Cc: {BOB}\n"), {})),
    ("sent_to_addresses", (EmailAddress("", BOB),), (mail(f"Cc: {BOB}\n"), {}), PLAIN),
    ("sent_to_me", True, (mail(to=f"{BOB}, AL@contoso.onmicrosoft.com"), {}), (mail(to=BOB), {})),
    ("sent_to_or_cc_me", True, (mail(f"Cc: {ALICE}\n", to=BOB), {}), (mail(to=BOB), {})),
    ("sensitivity", Sensitivity.PRIVATE, (mail("Sensitivity: Private\n"), {}), PLAIN),
    ("within_date_range", DateRange(NOW, NOW + DAY), PLAIN, (mail(), {"received_at": NOW - DAY})),
    ("within_date_range", DateRange(end=NOW), PLAIN, (mail(), {"received_at": NOW + DAY})),
    ("within_size_range", SizeRange(minimum=1), (mail(body="x" * 2000), {}), PLAIN),
    ("within_size_range", SizeRange(maximum=1), PLAIN, (mail(body="x" * 2000), {})),
]


def item_of(alice: Mailbox, mime: bytes, made: dict[str, Any]) -> Item:
    given = dict(made)
    at, categories = given.pop("received_at", NOW), given.pop("categories", None)
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), mime, received_at=at, **given)
    if categories:
        alice.items.update(item, {"categories": categories})
    return item


def is_about(alice: Mailbox, item: Item, conditions: RulePredicates, exceptions: RulePredicates | None = None) -> bool:
    rule = InboxRule("", "r", conditions, RuleActions(delete=True), exceptions or RulePredicates())
    primary = {"al@contoso.onmicrosoft.com": ALICE}
    return fits(rule, Arrived(item, lambda address: primary.get(address.lower(), address.lower())))


@pytest.mark.parametrize(("name", "asked", "fitting", "other"), CASES)
def test_each_condition_and_exception(
    alice: Mailbox,
    name: str,
    asked: Any,
    fitting: tuple[bytes, dict[str, Any]],
    other: tuple[bytes, dict[str, Any]],
) -> None:
    wanted = RulePredicates(**{name: asked})
    first, second = item_of(alice, *fitting), item_of(alice, *other)
    assert (is_about(alice, first, wanted), is_about(alice, second, wanted)) == (True, False)
    everything = RulePredicates()
    assert (is_about(alice, first, everything, wanted), is_about(alice, second, everything, wanted)) == (False, True)


def test_every_part_is_among_the_cases() -> None:
    assert {name for name, *_ in CASES} == {field.name for field in fields(RulePredicates)}


def test_all_conditions_have_to_hold_and_one_exception_is_enough(alice: Mailbox) -> None:
    item = item_of(alice, *PLAIN)
    both = RulePredicates(sent_to_me=True, contains_subject_strings=("order",))
    assert not is_about(alice, item, both)
    assert not is_about(alice, item, RulePredicates(sent_to_me=True), both)
    assert is_about(alice, item, RulePredicates(sent_to_me=True), RulePredicates(sent_cc_me=True))
    assert is_about(alice, item, RulePredicates())
