"""Lines to the letter: literals, several lines, and connections that end."""

import pytest

from fakeserver.tenant.tenant import Tenant
from pytest_m365.contract.asking.asker import Asker
from pytest_m365.contract.asking.lines import CLOSED


def test_a_literal_is_part_of_its_line(asker: Asker) -> None:
    client = asker.in_folder(asker.text(body="one\r\ntwo"))
    first, last = client.whole("FETCH 1 BODY.PEEK[TEXT]")
    assert first == "* 1 FETCH (BODY[TEXT] {10}one\\r\\ntwo\\r\\n)"
    assert last == "OK FETCH completed."


def test_an_untagged_bye_is_a_deciding_line(asker: Asker, m365_fake: Tenant) -> None:
    client = asker.imap()
    m365_fake.faults.bye(times=1)
    said = client.tagged("NOOP")
    assert said[0].startswith("* BYE")
    assert said[-1] == CLOSED
    assert not client.is_good


def test_what_is_said_on_a_closed_connection_is_closed(asker: Asker) -> None:
    client = asker.new_pop3()
    client.say("QUIT")
    assert client.say("NOOP") == CLOSED
    assert client.say("NOOP") == CLOSED


def test_dots_are_taken_off(asker: Asker) -> None:
    asker.mailbox.deliver(asker.text(body=".a\r\n..b").encode())
    assert asker.pop3().whole("RETR 1")[-2:] == [".a", "..b"]


@pytest.mark.parametrize("tls", [True, False])
def test_smtp_in_clear_and_within_tls(asker: Asker, tls: bool) -> None:
    extensions = asker.new_smtp(tls=tls).whole("EHLO localhost")
    assert ("250-STARTTLS" in extensions) is not tls
    assert ("250-AUTH LOGIN XOAUTH2" in extensions) is tls


def test_a_challenge_is_a_deciding_line(asker: Asker, m365_fake: Tenant) -> None:
    m365_fake.policies.sasl_failure_challenge = True
    imap, pop3, smtp = asker.new_imap(), asker.new_pop3(), asker.new_smtp()
    said = [client.sign_in("nobody@pytest-m365.invalid", "x.y.z") for client in (imap, pop3, smtp)]
    assert [lines[0][:4].strip(" ey") for lines in said] == ["+", "+", "334"]
    assert [lines[-1][:3] for lines in said] == ["NO ", "-ER", "535"]


def test_a_mechanism_that_is_not_there_is_one_line(asker: Asker) -> None:
    assert asker.imap().sign_in("a", "b") == ["BAD Command received in Invalid state."]
    assert asker.new_pop3().respond("x", "FROB")[0].startswith("-ERR")
    assert asker.new_smtp().respond("x", "FROB")[0].startswith("504")


def test_a_submission_ends_with_the_first_refusal(asker: Asker) -> None:
    assert asker.smtp().submit("no address", "x", "y")[0].startswith("501")
