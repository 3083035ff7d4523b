"""The folders of a mailbox over Microsoft Graph, by the helpers' names."""

from collections.abc import Iterator

import pytest

from pytest_m365.live.errors import AccessRefused
from pytest_m365.live.graph_folders import OWN, GraphFolders
from pytest_m365.live.graph_session import GraphSession
from tests.plugin.live.world import GRAPH, Twin


@pytest.fixture
def folders(twin: Twin) -> Iterator[GraphFolders]:
    session = GraphSession(twin.target.graph_url, twin.user, lambda: twin.target.token(GRAPH))
    yield GraphFolders(session)
    session.close()


def test_those_of_every_mailbox_have_their_own_names(folders: GraphFolders, twin: Twin) -> None:
    asked = twin.asked()
    assert folders.path("Sent Items") == "mailFolders/sentitems"
    assert folders.named("JUNKEMAIL") == "junkemail"
    # Nothing had to be asked for that.
    assert twin.asked() == asked
    assert {*OWN} <= folders.all().keys()
    assert "Calendar" not in folders.all()


def test_folders_below_others(folders: GraphFolders) -> None:
    for path in ("Inbox/Rechnungen", "Inbox/Rechnungen/2026", "Prüfung & so", "Prüfung & so/a %2F b"):
        folders.make(path)
        folders.make(path)
    assert {"Inbox/Rechnungen/2026", "Prüfung & so/a %2F b"} <= folders.all().keys()
    assert folders.named("inbox/rechnungen/2026") == "Inbox/Rechnungen/2026"
    assert folders.shown("Inbox/Rechnungen")["childFolderCount"] == 1
    folders.remove("Inbox/Rechnungen/2026")
    assert "Inbox/Rechnungen/2026" not in folders.all()


def test_a_list_of_more_than_a_page(folders: GraphFolders, twin: Twin) -> None:
    for number in range(101):
        twin.mailbox.folders.create(twin.mailbox.folders.distinguished("msgfolderroot"), f"Folder {number}")
    assert {f"Folder {number}" for number in range(101)} <= folders.all().keys()


def test_one_that_is_made_meanwhile_is_found(folders: GraphFolders, twin: Twin) -> None:
    assert "Later" not in folders.all()
    twin.mailbox.folders.create(twin.mailbox.folders.distinguished("msgfolderroot"), "Later")
    assert folders.named("later") == "Later"
    with pytest.raises(LookupError, match=r"no folder 'Latre'; did you mean 'Later'\?"):
        folders.path("Latre")


def test_a_folder_that_the_service_does_not_make(folders: GraphFolders) -> None:
    with pytest.raises(AccessRefused, match="HTTP 400"):
        folders.make("a" * 300)


def test_one_that_another_has_removed_and_made_again_is_followed_anew(twin: Twin) -> None:
    ours, others = twin.graph(), twin.graph()
    ours.add_folder("Projects")
    assert ours.position("Projects").number == 0
    others.remove_folder("Projects")
    others.add_folder("Projects")
    others.put("Projects", b"Subject: New\r\n\r\n", is_read=False, received_at=None)
    assert [found.subject for found in ours.after("Projects", None)] == ["New"]
    others.remove(ours.after("Projects", None))
    ours.close()
    others.close()


def test_one_that_is_gone_is_not_there(twin: Twin) -> None:
    ours, others = twin.graph(), twin.graph()
    ours.add_folder("Projects")
    ours.position("Projects")
    others.remove_folder("Projects")
    with pytest.raises(LookupError):
        ours.position("Projects")
    ours.close()
    others.close()
