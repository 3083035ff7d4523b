"""Of another mailbox than its first no folder is a test's."""

import pytest

from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.own_folders import NoFolders


def test_no_folder_is_made_in_another_mailbox() -> None:
    folders = NoFolders()
    with pytest.raises(NotAllowed, match="no test makes the folder Plans in another mailbox"):
        folders.note_folder("Plans")
    with pytest.raises(NotAllowed, match="no test makes the folder Ideas in another mailbox"):
        folders.note_renamed("Plans", "Ideas")
    folders.were_not_made(["Plans"])
    assert not folders.owns_folder("Plans")
