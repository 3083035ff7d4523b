"""What the report says where a program asks for a folder that the test has not made."""

from pytest_m365 import Target
from pytest_m365.fake import FakeTarget
from pytest_m365.report import section


def test_a_folder_that_is_not_there_is_told_how_to_make_it(m365: Target) -> None:
    with m365.open_imap() as imap:
        assert imap.select("Invoices")[0] == "NO"
    assert isinstance(m365, FakeTarget)
    assert "on the fake: mailbox.add_folder(path) makes one" in section(m365)
    m365.mailbox.add_folder("Invoices")
    with m365.open_imap() as imap:
        assert imap.select("Invoices")[0] == "OK"
