"""Messages: saved as received, moved, found, got, marked as read and deleted."""

from tests.protocols.ews.recorded.asking import (
    Client,
    Situations,
    create_item,
    delete_item,
    find_item,
    get_item,
    update_item,
    well_known,
)

#: Sets PR_MESSAGE_FLAGS so that the message is no draft.
_NO_DRAFT = (
    '<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x0E07" PropertyType="Integer"/><t:Value>1</t:Value>'
    "</t:ExtendedProperty>"
)
_UNREAD = (
    '<m:Restriction><t:IsEqualTo><t:FieldURI FieldURI="message:IsRead"/><t:FieldURIOrConstant>'
    '<t:Constant Value="false"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction>'
)


def _saved(client: Client, more: str = "") -> str:
    message = (
        '<t:Message><t:Subject>Test Message</t:Subject><t:Body BodyType="HTML">Test Draft Body</t:Body>'
        f"{_NO_DRAFT}{more}</t:Message>"
    )
    return client.done(create_item(message, attributes='MessageDisposition="SaveOnly"'))


def _moved(client: Client, more: str = "", to: str = "") -> tuple[str, str]:
    folder = to or client.folder("Test", well_known("inbox"), "IPF.Note")
    item_id = _saved(client, more)
    move = f'<m:ToFolderId>{folder}</m:ToFolderId><m:ItemIds><t:ItemId Id="{item_id}"/></m:ItemIds>'
    return folder, client.done(f"<m:MoveItem>{move}</m:MoveItem>")


def _found(client: Client) -> None:
    folder, _ = _moved(client)
    client.done(find_item(folder))


def _none_found(client: Client) -> None:
    client.done(find_item(client.folder("Test", well_known("inbox"), "IPF.Note")))


def _unread_found(client: Client) -> None:
    folder, _ = _moved(client)
    _moved(client, "<t:IsRead>false</t:IsRead>", folder)
    client.done(find_item(folder, _UNREAD))


def _none_unread(client: Client) -> None:
    folder, _ = _moved(client)
    client.done(find_item(folder, _UNREAD))


def _got(client: Client) -> None:
    client.done(get_item(_moved(client)[1]))


def _marked(client: Client, is_read: str) -> str:
    folder, item_id = _moved(client)
    change = (
        '<t:SetItemField><t:FieldURI FieldURI="message:IsRead"/>'
        f"<t:Message><t:IsRead>{is_read}</t:IsRead></t:Message></t:SetItemField>"
    )
    client.done(update_item(item_id, change))
    return folder


def _marked_as_unread(client: Client) -> None:
    _marked(client, "false")


def _found_as_unread(client: Client) -> None:
    client.done(find_item(_marked(client, "false")))


def _deleted(client: Client) -> None:
    client.done(delete_item(_moved(client)[1]))


MAILS: Situations = {
    ("Mail/MailAPITest.testGetMailItems", 3): _none_found,
    ("Mail/MailAPITest.testGetMailItems", 5): _saved,
    ("Mail/MailAPITest.testGetMailItems", 8): _moved,
    ("Mail/MailAPITest.testGetMailItems", 9): _found,
    ("Mail/MailAPITest.testGetMailItems", 13): _deleted,
    ("Mail/MailAPITest.testGetSingleMailItem", 8): _found,
    ("Mail/MailAPITest.testGetSingleMailItem", 9): _got,
    ("Mail/MailAPITest.testGetUnreadMailItems", 9): _none_unread,
    ("Mail/MailAPITest.testGetUnreadMailItems", 15): _unread_found,
    ("Mail/MailAPITest.testMarkMailAsRead", 9): _marked_as_unread,
    ("Mail/MailAPITest.testMarkMailAsRead", 10): _found_as_unread,
}
