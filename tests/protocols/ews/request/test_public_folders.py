"""What is refused in public folders."""

import pytest

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.request.public_folders import refuse_public, refuse_public_root
from tests.protocols.ews.client import Ews


def test_only_public_folders_are_refused(ews: Ews) -> None:
    public, inbox = ews.tenant.add_public_folder("Projects"), ews.mailbox.folders.distinguished("inbox")
    for folder in (inbox, ews.mailbox.folders.distinguished("root")):
        refuse_public(folder)
        refuse_public_root(folder)
    with pytest.raises(EwsError, match="ErrorInvalidOperation"):
        refuse_public(public)
    refuse_public_root(public)
    with pytest.raises(EwsError, match="ErrorOperationNotAllowedWithPublicFolderRoot"):
        refuse_public_root(ews.tenant.public_folders.root)
