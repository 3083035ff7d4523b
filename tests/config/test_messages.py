"""``[[messages]]`` of a configuration, in the mailboxes of its tenant."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from fakeserver.config import Config, ConfigError, build
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant


def built(folder: Path, text: str) -> Tenant:
    path = folder / "tenant.toml"
    path.write_text(text, encoding="utf-8")
    return build(Config.read(path), Cloud())


def test_messages_are_where_the_file_puts_them(tmp_path: Path) -> None:
    (tmp_path / "question.eml").write_bytes(b"From: dora@x.com\nSubject: Question\n\n\xff?\n")
    tenant = built(
        tmp_path,
        """
        [[messages]]
        to = "alice"
        sender = "Bob <bob@fabrikam.example>"
        subject = "Invoice 4711"
        body = "Please pay.\\n\\nBob\\n"
        folder = "Inbox/Invoices/2026"
        is_read = true
        received_at = 2026-03-01T10:30:00+01:00
        [[messages]]
        to = "support@contoso.onmicrosoft.com"
        file = "question.eml"
        [[messages]]
        to = "bob"
        folder = "sentitems"
        """,
    )
    [invoice] = tenant.mailbox("alice").messages("Inbox/Invoices/2026")
    assert (invoice.sender, invoice.subject, invoice.is_read) == ("bob@fabrikam.example", "Invoice 4711", True)
    assert invoice.body.splitlines() == ["Please pay.", "", "Bob"]
    assert invoice.received_at == datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    [question] = tenant.mailbox("support").messages()
    assert question.mime().endswith(b"From: dora@x.com\nSubject: Question\n\n\xff?\n")
    assert len(tenant.mailbox("bob").messages("sentitems")) == 1


def test_a_group_passes_it_on(tmp_path: Path) -> None:
    tenant = built(
        tmp_path,
        """
        [[distribution_groups]]
        name = "team"
        members = ["alice", "bob"]
        [[messages]]
        to = "team"
        sender = "alice@contoso.onmicrosoft.com"
        subject = "Hello"
        """,
    )
    assert [len(tenant.mailbox(name).messages()) for name in ("alice", "bob")] == [1, 1]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ('subject = "x"', "messages[0]: the key 'to' is missing"),
        ('to = "carol"', "messages[0] (to carol): no user or distribution group 'carol'; there are: alice@"),
        ('to = "alice"\nsubjekt = "x"', "messages[0]: there is no key 'subjekt'; did you mean 'subject'?"),
        ('to = "alice"\nis_read = "yes"', "messages[0]: is_read: true or false is wanted, not 'yes'"),
        ('to = "alice"\nreceived_at = "today"', "messages[0]: received_at: a date and time is wanted, not 'today'"),
        (
            'to = "alice"\nreceived_at = 2026-03-01T09:30:00',
            "messages[0] (to alice): received_at names no time zone; write 2026-03-01T09:30:00Z for UTC",
        ),
        ('to = "alice"\nfile = "no.eml"', "no.eml: no such file or directory"),
        (
            'to = "alice"\nfile = "tenant.toml"\nsubject = "x"\nbody = ""',
            "messages[0] (to alice): file is a whole message, so that subject, body beside it would not be used",
        ),
        ('to = "alice"\nfolder = "Inbox//x"', "messages[0] (to alice): "),
        ('to = "alice"\nsubject = "a\\nb"', "messages[0]: subject: 'a\\nb' has a control character"),
    ],
)
def test_a_mistake_is_said_with_its_file_table_and_key(tmp_path: Path, lines: str, problem: str) -> None:
    with pytest.raises(ConfigError) as error:
        built(tmp_path, f"[[messages]]\n{lines}\n")
    assert str(error.value).startswith(f"{tmp_path / 'tenant.toml'}: messages[0]")
    assert problem in str(error.value)
    assert "\n" not in str(error.value)


def test_a_message_that_is_too_large_is_named(tmp_path: Path) -> None:
    (tmp_path / "large.eml").write_bytes(b"Subject: x\n\n" + b"x" * 40_000_000)
    with pytest.raises(ConfigError, match=r"messages\[0\] \(to alice\): .*large"):
        built(tmp_path, '[[messages]]\nto = "alice"\nfile = "large.eml"\n')


def test_a_file_of_appointments_fills_the_calendar(tmp_path: Path) -> None:
    event = "BEGIN:VEVENT\nUID:1\nSUMMARY:Stand-up\nDTSTART:20270105T080000Z\nDTEND:20270105T083000Z\nEND:VEVENT"
    (tmp_path / "team.ics").write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{event}\nEND:VCALENDAR\n")
    alice = built(tmp_path, '[[messages]]\nto = "alice"\nfile = "team.ics"\n').mailbox("alice")
    assert [each.subject for each in alice.messages("calendar")] == ["Stand-up"]
    assert alice.messages() == []


def test_a_file_of_appointments_goes_to_no_group(tmp_path: Path) -> None:
    (tmp_path / "team.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    group = '[[distribution_groups]]\nname = "team"\nmembers = ["alice"]\n'
    with pytest.raises(ConfigError, match=r"team\.ics goes into one mailbox, and team is a distribution group"):
        built(tmp_path, f'{group}[[messages]]\nto = "team"\nfile = "team.ics"\n')
