"""Lists in somebody's contacts over EWS: members of every kind, added and taken off; mail to them."""

import pytest

from tests.protocols.ews.client import Answer, Ews
from tests.protocols.ews.requirements.asking import create, get, made, message, update, uri


def mailbox(address: str = "", kind: str = "", item: str = "", name: str = "") -> str:
    parts = {"Name": name, "EmailAddress": address, "MailboxType": kind}
    inside = "".join(f"<t:{part}>{text}</t:{part}>" for part, text in parts.items() if text)
    named = f'<t:ItemId Id="{item}"/>' if item else ""
    return f"<t:Mailbox>{inside}{named}</t:Mailbox>"


def members(*mailboxes: str) -> str:
    return f"<t:Members>{''.join(f'<t:Member>{each}</t:Member>' for each in mailboxes)}</t:Members>"


def a_list(ews: Ews, *mailboxes: str, name: str = "Team") -> str:
    inside = members(*mailboxes) if mailboxes else ""
    [made_list] = made(ews, f"<t:DistributionList><t:DisplayName>{name}</t:DisplayName>{inside}</t:DistributionList>")
    return made_list


def ada(ews: Ews) -> str:
    entry = '<t:EmailAddresses><t:Entry Key="EmailAddress1">ada@x.com</t:Entry></t:EmailAddresses>'
    [contact] = made(ews, f"<t:Contact><t:GivenName>Ada</t:GivenName>{entry}</t:Contact>")
    return contact


def shown(ews: Ews, item: str) -> list[tuple[str, str, str]]:
    """Return name, kind and status of each member."""
    return [
        (
            one.findtext("{*}Mailbox/{*}Name", ""),
            one.findtext("{*}Mailbox/{*}MailboxType", ""),
            one.findtext("{*}Status", ""),
        )
        for one in ews(get(item)).all(".//t:Member")
    ]


def change(kind: str, path: str, value: str = "") -> str:
    holder = f"<t:DistributionList>{value}</t:DistributionList>" if value else ""
    return f"<t:{kind}ItemField>{path}{holder}</t:{kind}ItemField>"


def key(value: str) -> str:
    return f'<t:IndexedFieldURI FieldURI="distributionlist:Members:Member" FieldIndex="{value}"/>'


ALL = uri("distributionlist:Members")


def test_members_of_every_kind(ews: Ews) -> None:
    ews.tenant.add_distribution_group("staff", [ews.bob])
    inner, contact = a_list(ews, name="Inner"), ada(ews)
    listed = a_list(
        ews,
        mailbox(ews.bob.address, "Mailbox"),
        mailbox("staff@contoso.onmicrosoft.com", "PublicDL"),
        mailbox("x@example.com", "OneOff", name="X"),
        mailbox(kind="Contact", item=contact),
        mailbox(kind="PrivateDL", item=inner),
        mailbox("y@example.com"),
    )
    kinds = ["Mailbox", "PublicDL", "OneOff", "Contact", "PrivateDL", "OneOff"]
    names = ["Bob", "Staff", "X", "Ada", "Inner", "y@example.com"]
    assert shown(ews, listed) == [(name, kind, "Normal") for name, kind in zip(names, kinds, strict=True)]
    expanded = ews(f'<m:ExpandDL><m:Mailbox><t:ItemId Id="{listed}"/></m:Mailbox></m:ExpandDL>')
    assert expanded.texts(".//t:Mailbox/t:MailboxType") == kinds
    # One that is a list itself is expanded by its own id.
    assert expanded.attributes(".//t:Mailbox/t:ItemId", "Id") == [contact, inner]
    team = mailbox(kind="PrivateDL", name="team").replace("t:Mailbox>", "m:Mailbox>")
    by_name = ews(f"<m:ExpandDL>{team}</m:ExpandDL>")
    assert by_name.texts(".//t:Mailbox/t:MailboxType") == kinds
    gone = f"<m:DeleteItem DeleteType='HardDelete'><m:ItemIds><t:ItemId Id='{contact}'/></m:ItemIds></m:DeleteItem>"
    assert ews(gone).codes == ["NoError"]
    assert shown(ews, listed)[3] == ("Ada", "Contact", "Demoted")


def test_members_come_and_go(ews: Ews) -> None:
    listed = a_list(ews, mailbox("a@x.com", "OneOff"))

    def changed(*changes: str) -> Answer:
        return ews(update(listed, *changes))

    def addresses() -> list[str]:
        return ews(get(listed)).texts(".//t:Member/t:Mailbox/t:EmailAddress")

    more = members(mailbox("b@x.com", "OneOff"), mailbox("a@x.com", "OneOff"))
    assert changed(change("AppendTo", ALL, more)).codes == ["NoError"]
    assert addresses() == ["a@x.com", "b@x.com"]
    first, second = ews(get(listed)).attributes(".//t:Member", "Key")
    assert ews(get(listed, base="IdOnly", more=key(second))).texts(".//t:Member//t:EmailAddress") == ["b@x.com"]
    assert changed(change("Set", key(second), members(mailbox("c@x.com", "OneOff")))).codes == ["NoError"]
    assert addresses() == ["a@x.com", "c@x.com"]
    assert changed(change("Delete", key(first))).codes == ["NoError"]
    assert addresses() == ["c@x.com"]
    for gone in (change("Delete", key(first)), change("Set", key(first), members(mailbox("c@x.com", "OneOff")))):
        assert changed(gone).codes == ["ErrorDistributionListMemberNotExist"]
    assert changed(change("Set", key(first), more)).codes == ["ErrorIncorrectUpdatePropertyCount"]
    assert changed(change("Set", ALL, more)).codes == ["NoError"]
    assert addresses() == ["b@x.com", "a@x.com"]
    assert changed(change("Delete", ALL)).codes == ["NoError"]
    assert addresses() == []


def test_a_list_that_is_set_again_keeps_who_is_gone(ews: Ews) -> None:
    contact = ada(ews)
    listed = a_list(ews, mailbox(kind="Contact", item=contact))
    ews.mailbox.items.delete([ews.mailbox.items.by_id(contact)])
    [known] = ews(get(listed)).attributes(".//t:Member", "Key")
    again = f'<t:Members><t:Member Key="{known}">{mailbox("ada@x.com", "Contact", contact)}</t:Member></t:Members>'
    assert ews(update(listed, change("Set", ALL, again))).codes == ["NoError"]
    assert shown(ews, listed) == [("Ada", "Contact", "Demoted")]


@pytest.mark.parametrize(
    ("member", "code"),
    [
        (mailbox("nobody@x.com", "Mailbox"), "ErrorInvalidMailbox"),
        (mailbox("bob@contoso.onmicrosoft.com", "PublicDL"), "ErrorInvalidMailbox"),
        (mailbox("x@x.com", "PrivateDL"), "ErrorInvalidMailbox"),
        (mailbox(kind="PrivateDL", name="Team"), "ErrorInvalidMailbox"),
        (mailbox(kind="OneOff", name="X"), "ErrorMissingInformationEmailAddress"),
        ("", "ErrorInvalidMailbox"),
        (mailbox(item="AAAA"), "ErrorInvalidIdMalformed"),
    ],
)
def test_who_cannot_be_a_member(ews: Ews, member: str, code: str) -> None:
    answer = ews(create(f"<t:DistributionList>{members(member)}</t:DistributionList>"))
    assert answer.codes == [code]
    assert ews.mailbox.messages("contacts") == []


def test_what_is_no_contact_cannot_be_a_member(ews: Ews) -> None:
    mail = ews.mailbox.deliver(subject="x").item_id
    for wrong in (mailbox(item=mail), mailbox(kind="PrivateDL", item=ada(ews))):
        answer = ews(create(f"<t:DistributionList>{members(wrong)}</t:DistributionList>"))
        assert answer.codes == ["ErrorInvalidMailbox"]


def test_mail_to_a_list_goes_to_its_members(ews: Ews) -> None:
    inner = a_list(ews, mailbox(ews.bob.address, "Mailbox"), name="Inner")
    listed = a_list(ews, mailbox(kind="PrivateDL", item=inner), mailbox(kind="Contact", item=ada(ews)))
    # A list on itself ends.
    loop = change("AppendTo", ALL, members(mailbox(kind="PrivateDL", item=listed)))
    assert ews(update(inner, loop)).codes == ["NoError"]
    to = f"<t:ToRecipients>{mailbox(kind='PrivateDL', item=listed, name='Team')}</t:ToRecipients>"
    assert ews(create(message(to), how="SendAndSaveCopy")).codes == ["NoError"]
    [arrived] = ews.tenant.mailbox(ews.bob).messages()
    assert arrived.recipients == [ews.bob.address, "ada@x.com"]
    assert [one.recipients for one in ews.tenant.outbound] == [("ada@x.com",)]


def test_recipients_that_are_contacts(ews: Ews) -> None:
    contact = ada(ews)
    [draft] = made(ews, message(f"<t:ToRecipients>{mailbox(item=contact)}</t:ToRecipients>"))
    assert ews.mailbox.items.by_id(draft).recipients == ["ada@x.com"]
    [silent] = made(ews, "<t:Contact><t:GivenName>Eve</t:GivenName></t:Contact>")
    answer = ews(create(message(f"<t:ToRecipients>{mailbox(item=silent)}</t:ToRecipients>")))
    assert answer.codes == ["ErrorMissingInformationEmailAddress"]


def test_who_is_mentioned_may_be_a_contact(ews: Ews) -> None:
    [draft] = made(ews, message(f"<t:Mentions>{mailbox(item=ada(ews))}</t:Mentions>"))
    [mentioned] = ews.mailbox.items.by_id(draft).get("mentions")
    assert (mentioned.address, mentioned.item_id) == ("ada@x.com", "")


def test_a_recipient_of_what_is_attached_needs_an_address(ews: Ews) -> None:
    attached = message(f"<t:ToRecipients>{mailbox(item=ada(ews))}</t:ToRecipients>")
    whole = message(f"<t:Attachments><t:ItemAttachment><t:Name>x</t:Name>{attached}</t:ItemAttachment></t:Attachments>")
    answer = ews(create(whole))
    assert answer.codes == ["ErrorInvalidOperation"]
    assert "ItemId alone" in answer.texts(".//m:MessageText")[0]
    assert ews.mailbox.messages("drafts") == []


def test_a_member_is_not_searched_by(ews: Ews) -> None:
    restriction = f"<m:Restriction><t:Exists>{key('x')}</t:Exists></m:Restriction>"
    answer = ews(
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>'
        f'{restriction}<m:ParentFolderIds><t:DistinguishedFolderId Id="contacts"/></m:ParentFolderIds></m:FindItem>'
    )
    assert answer.codes == ["ErrorUnsupportedPathForQuery"]
