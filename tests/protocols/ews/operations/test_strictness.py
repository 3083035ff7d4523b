"""Requests that Microsoft's schema rejects are refused here, but for those that real clients send.

Each element and attribute of a request of each operation is left out, doubled, emptied, and given what it cannot have.
What is only out of order is not asked: Exchange Online does not mind it.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy

import pytest
from lxml import etree

from fakeserver.protocols.ews.soap.names import MESSAGES, TYPES
from tests.protocols.ews.client import Ews, envelope
from tests.protocols.ews.operations.example_requests import REQUESTS

#: More of what requests hold: operation, then what stands in the place of something in its request.
ITEMS = {
    "CreateItem": [
        """<t:Message><t:Categories><t:String>c</t:String></t:Categories><t:Importance>High</t:Importance>
 <t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x3001" PropertyType="String"/><t:Value>v</t:Value>
 </t:ExtendedProperty><t:Flag><t:FlagStatus>Flagged</t:FlagStatus></t:Flag>
 <t:ToRecipients><t:Mailbox><t:Name>B</t:Name><t:EmailAddress>b@contoso.com</t:EmailAddress></t:Mailbox>
 </t:ToRecipients><t:IsRead>true</t:IsRead></t:Message>""",
        """<t:Message><t:Attachments><t:FileAttachment><t:Name>n</t:Name><t:IsInline>false</t:IsInline>
 <t:Content>eA==</t:Content></t:FileAttachment><t:ItemAttachment><t:Name>n</t:Name><t:Message>
 <t:Subject>s</t:Subject></t:Message></t:ItemAttachment></t:Attachments></t:Message>""",
        """<t:CalendarItem><t:Start>2026-01-01T10:00:00Z</t:Start><t:End>2026-01-01T11:00:00Z</t:End>
 <t:LegacyFreeBusyStatus>Busy</t:LegacyFreeBusyStatus><t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval>
 <t:DaysOfWeek>Monday</t:DaysOfWeek></t:WeeklyRecurrence><t:NoEndRecurrence><t:StartDate>2026-01-01Z</t:StartDate>
 </t:NoEndRecurrence></t:Recurrence></t:CalendarItem>""",
        """<t:Contact><t:FileAsMapping>DisplayName</t:FileAsMapping><t:EmailAddresses><t:Entry Key="EmailAddress1"
 MailboxType="Contact">a@b.example</t:Entry></t:EmailAddresses><t:PhysicalAddresses><t:Entry Key="Home">
 <t:City>c</t:City></t:Entry></t:PhysicalAddresses></t:Contact>""",
        """<t:Task><t:Companies><t:String>c</t:String></t:Companies><t:PercentComplete>10</t:PercentComplete>
 <t:Status>InProgress</t:Status></t:Task>""",
    ],
}  # fmt: skip


#: What is taken nevertheless: exchangelib sends several names at once, watermarks in its own way, and a text for
#: MailTipsRequested; only what is sent needs addresses.
TAKEN = [
    "UnresolvedEntry twice",
    "EmailAddress = ''",
    "Watermark in another namespace",
    "no MailTipsRequested",
    "GetMailTips = 'Burn!'",
]
#: The same of one operation: what exchangelib leaves out, and the service takes or misses in another way.
TAKEN_BY = {
    "UpdateInboxRules": ["no IsEnabled", "no DistinguishedFolderId", "ServerReplyWithMessage/@Id = None"],
}


def requests() -> Iterator[tuple[str, str]]:
    """Return requests with the names of their operations."""
    yield from REQUESTS.items()
    for name, items in ITEMS.items():
        start, end = REQUESTS[name].index("<t:Message>"), REQUESTS[name].index("</m:Items>")
        yield from ((name, REQUESTS[name][:start] + item + REQUESTS[name][end:]) for item in items)


def changed(body: str) -> Iterator[tuple[str, etree._Element]]:
    """Return what becomes of a request by each change, and in words which change it was."""
    whole_request = etree.fromstring(envelope(body))
    for number, node in enumerate(whole_request[-1][0].iter("*")):
        where = etree.QName(node).localname

        def at(place: int = number) -> tuple[etree._Element, etree._Element]:
            root = deepcopy(whole_request)
            return root, list(root[-1][0].iter("*"))[place]

        for name in map(str, node.attrib):
            for value in (None, "Burn!", ""):
                root, found = at()
                del found.attrib[name]
                if value is not None:
                    found.set(name, value)
                yield f"{where}/@{name} = {value!r}", root
        for value in ("Burn!", ""):
            if (not len(node) and node.text) or value:
                root, found = at()
                found.text = value
                yield f"{where} = {value!r}", root
        root, found = at()
        found.set("Nonsense", "1")
        yield f"{where}/@Nonsense", root
        root, found = at()
        etree.SubElement(found, f"{{{TYPES}}}Nonsense")
        yield f"{where}/Nonsense", root
        if number:
            root, found = at()
            found.addnext(deepcopy(found))
            yield f"{where} twice", root
            root, found = at()
            parent = found.getparent()
            assert parent is not None
            parent.remove(found)
            yield f"no {where}", root
            root, found = at()
            found.tag = found.tag.replace(TYPES, MESSAGES) if TYPES in found.tag else found.tag.replace(MESSAGES, TYPES)
            yield f"{where} in another namespace", root


@pytest.mark.parametrize(("name", "body"), list(requests()))
def test_what_the_schema_rejects_is_refused(
    ews: Ews, ews_schema: Callable[[], etree.XMLSchema], name: str, body: str
) -> None:
    """The ids are of nothing that there is, so that a request may be answered with an error, but not with the same."""
    schema, token = ews_schema(), ews.token(ews.alice)

    def codes(request: bytes) -> list[str]:
        answer = etree.fromstring(ews.post(request, token).body)
        return [code.text or "" for code in answer.iter(f"{{{MESSAGES}}}ResponseCode")]

    usual = codes(envelope(body))
    assert usual
    assert schema.validate(etree.fromstring(envelope(body))[-1][0]), schema.error_log
    taken = [
        change
        for change, root in changed(body)
        if not schema.validate(root[-1][0])
        and ((found := codes(etree.tostring(root))) == usual or "NoError" in found)
        and change not in (*TAKEN, *TAKEN_BY.get(name, ()))
    ]
    assert taken == []
