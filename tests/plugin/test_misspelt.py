"""Names and arguments that are not there are answered with what is meant, or with those that there are."""

import pytest

# pytester forgets what its runs loaded, and cryptography cannot be loaded twice.
import fakeserver.server  # noqa: F401
from fakeserver.client.tenant import RemoteTenant
from pytest_m365.misspelt import misspelt


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("m365_fake.add_usr('bob')", "Tenant has no 'add_usr'; did you mean 'add_user'?"),
        ("m365_fake.basic_ath", "Tenant has no 'basic_ath'; did you mean 'basic_auth'?"),
        ("m365.user_name", "FakeTarget has no 'user_name'; did you mean 'username'?"),
        ("m365_fake.journal.assert_reffused()", "Journal has no 'assert_reffused'; did you mean 'assert_refused'?"),
        ("m365_mailbox.mesages()", "Mailbox has no 'mesages'; did you mean 'messages'?"),
        ("m365_fake.faults.throtle('imap')", "Faults has no 'throtle'; did you mean 'throttle'?"),
        (
            "m365_fake.faults.timeout('imap')",
            "Faults has no 'timeout'; there are: aadsts, add, answer, ",
        ),
        ("m365_fake.faults.busy('ews')", "Faults has no 'busy'; there are: "),
        ("m365_fake.users[0].deliver(subject='x')", "User has no 'deliver'; did you mean '.mailbox.deliver'?"),
        ("m365_fake.inbox", "Tenant has no 'inbox'; there are: "),
        ("m365.wait_for(subject='x')", "FakeTarget has no 'wait_for'; did you mean '.mailbox.wait_for'?"),
        ("m365.clock", "FakeTarget has no 'clock'; did you mean 'm365_fake.clock' or '.mailbox.clock'?"),
        ("m365.imap.name", "Endpoint has no 'name'; there are: count, host, index, port"),
        ("m365.faults", "FakeTarget has no 'faults'; did you mean 'm365_fake.faults'?"),
        ("m365_mailbox.deliver(subjct='x')", "Mailbox.deliver takes no 'subjct'; did you mean 'subject'?"),
    ],
)
def test_an_unknown_name_suggests_the_right_one(line: str, said: str, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(f"def test_it(m365, m365_fake, m365_mailbox): {line}")
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    assert said in " ".join(result.stdout.str().partition("--- m365 ---")[2].split())


def test_a_name_that_moved_is_said_once(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(m365_fake): m365_fake.add_alias")
    report = pytester.runpytest().stdout.str().partition("--- m365 ---")[2]
    assert "hint: " not in report


def test_what_a_remote_object_says_itself_is_not_said_again() -> None:
    remote = RemoteTenant.__new__(RemoteTenant)
    for name in ("polices", "transport", "polices"):
        with pytest.raises(AttributeError) as error:
            getattr(remote, name)
        assert misspelt(error.value) == ""


@pytest.mark.parametrize("error", [AttributeError("x", name="x", obj="a text"), TypeError("x"), ValueError("x")])
def test_what_is_not_ours_is_left_to_others(error: Exception) -> None:
    assert misspelt(error) == ""
