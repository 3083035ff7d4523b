"""What the service does not do in public folders.

Source: exchange-web-services/public-folder-access-with-ews-in-exchange; web-service-reference/responsecode.
"""

from fakeserver.protocols.ews.errors import EwsError, Row
from fakeserver.protocols.ews.request.errors import NOT_IN_PUBLIC, PUBLIC_ROOT
from fakeserver.tenant.exchange.entities import Folder


def refuse_public(folder: Folder, row: Row = NOT_IN_PUBLIC) -> None:
    """Refuse a public folder.

    Raises:
        EwsError: with this row.
    """
    if folder.mailbox.is_public:
        raise EwsError(row)


def refuse_public_root(folder: Folder, row: Row = PUBLIC_ROOT) -> None:
    """Refuse the folder that all public folders are below.

    Raises:
        EwsError: with this row.
    """
    if folder.mailbox.is_public and folder.distinguished_id is not None:
        raise EwsError(row)
