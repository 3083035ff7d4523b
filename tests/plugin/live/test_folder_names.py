"""Which folder a name means, in whatever language the mailbox is."""

import pytest

from pytest_m365.live.folder_names import canonical, names_in_mailbox, not_found, shown
from tests.plugin.live.world import Twin, message


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("inbox", "inbox"),
        ("INBOX", "inbox"),
        ("Sent Items", "sentitems"),
        ("junk email", "junkemail"),
        ("Gelöschte Elemente", "deleteditems"),
        ("inbox/Invoices", "Inbox/Invoices"),
        ("INBOX/Invoices/2024", "Inbox/Invoices/2024"),
        ("sentitems/Old", "Sent Items/Old"),
        ("/Projects//Heron/ ", "Projects/Heron"),
    ],
)
def test_a_folder_has_one_name(given: str, name: str) -> None:
    assert canonical(given) == name
    assert canonical(canonical(given)) == name


def test_flags_come_first_then_what_was_told_then_known_names() -> None:
    paths: dict[str, set[str]] = {
        "INBOX": set(),
        "INBOX/Neu": set(),
        "Gesendet": {"\\sent"},
        "Sent Items": set(),
        "Sent Items/Old": set(),
        "Papierkorb": set(),
        "Gelöschte Elemente": set(),
        "Courrier indésirable": set(),
    }
    named = names_in_mailbox(paths, {"deleteditems": "papierkorb"})
    assert named["sentitems"] == "Gesendet"
    assert named["deleteditems"] == "Papierkorb"
    assert named["junkemail"] == "Courrier indésirable"
    assert named["inbox"] == "INBOX"
    assert named["Inbox/Neu"] == "INBOX/Neu"
    assert {*named.values()} == {*paths}


def test_who_misses_a_folder_is_told_how_to_name_it() -> None:
    assert "M365_FOLDER_JUNK" in str(not_found("junkemail", ["inbox"]))
    assert "did you mean" in str(not_found("Invoicse", ["Invoices"]))
    assert shown("junkemail") == "Junk Email"
    assert shown("Projects") == "Projects"


def renamed(twin: Twin, distinguished: str, name: str) -> None:
    """Name a folder as Exchange does at the first sign-in, which no client can."""
    with twin.mailbox.lock:
        folder = twin.mailbox.folders.distinguished(distinguished)
        assert folder.parent is not None
        folder.parent.child_names[name.casefold()] = folder.parent.child_names.pop(folder.display_name.casefold())
        folder.display_name = name


@pytest.mark.parametrize("has_flags", [True, False])
def test_imap_finds_the_folders_of_a_german_mailbox(twin: Twin, has_flags: bool) -> None:
    twin.tenant.policies.imap_special_use = has_flags
    for folder, name in {"junkemail": "Junk-E-Mail", "sentitems": "Gesendete Elemente", "drafts": "Entwürfe"}.items():
        renamed(twin, folder, name)
        twin.mailbox.deliver(message(f"In {name}"), folder=folder)
    way = twin.imap()
    for folder in ("junkemail", "Sent Items", "drafts"):
        (found,) = way.after(folder, None)
        assert found.folder == canonical(folder)
    way.close()


def test_imap_takes_a_name_that_it_is_told(twin: Twin) -> None:
    twin.tenant.policies.imap_special_use = False
    renamed(twin, "junkemail", "Ruslpost")
    way = twin.imap()
    with pytest.raises(LookupError, match=r"no folder 'Junk Email'.*Ruslpost.*M365_FOLDER_JUNK"):
        way.position("junkemail")
    way.close()
    way = twin.imap(folder_names={"junkemail": "Ruslpost"})
    assert way.position("junkemail").number == 0
    way.close()


def test_ews_needs_no_names(twin: Twin) -> None:
    renamed(twin, "junkemail", "Ruslpost")
    twin.mailbox.deliver(message("Spam"), folder="junkemail")
    way = twin.ews()
    (found,) = way.after("Junk Email", None)
    assert found.folder == "junkemail"
    assert "Ruslpost" not in way.folders()
    way.close()
