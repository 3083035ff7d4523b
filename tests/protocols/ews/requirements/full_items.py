"""Items of each kind with all that a client may set, in the schema's order."""

from typing import Final

_COMMON: Final = (
    "<t:Sensitivity>Private</t:Sensitivity>"
    '<t:Body BodyType="HTML">&lt;p&gt;Seen at the &lt;b&gt;lake&lt;/b&gt;&lt;/p&gt;</t:Body>'
)
_AFTER: Final = (
    "<t:Categories><t:String>Birds</t:String><t:String>Lake</t:String></t:Categories>"
    "<t:Importance>High</t:Importance><t:InReplyTo>&lt;0@contoso.com&gt;</t:InReplyTo>"
    "<t:ReminderDueBy>2030-03-01T08:00:00Z</t:ReminderDueBy><t:ReminderIsSet>true</t:ReminderIsSet>"
    "<t:ReminderMinutesBeforeStart>20</t:ReminderMinutesBeforeStart>"
    '<t:ExtendedProperty><t:ExtendedFieldURI PropertySetId="00020329-0000-0000-C000-000000000046"'
    ' PropertyName="birds" PropertyType="StringArray"/><t:Values><t:Value>heron</t:Value><t:Value>coot</t:Value>'
    "</t:Values></t:ExtendedProperty>"
    "<t:Culture>en-GB</t:Culture>"
)
_FLAG: Final = (
    "<t:Flag><t:FlagStatus>Flagged</t:FlagStatus><t:StartDate>2030-02-01T00:00:00Z</t:StartDate>"
    "<t:DueDate>2030-03-01T00:00:00Z</t:DueDate></t:Flag>"
)


def _mailboxes(element: str, *names: str) -> str:
    inside = "".join(
        f"<t:Mailbox><t:Name>{name}</t:Name><t:EmailAddress>{name}@contoso.com</t:EmailAddress>"
        "<t:RoutingType>SMTP</t:RoutingType></t:Mailbox>"
        for name in names
    )
    return f"<t:{element}>{inside}</t:{element}>"


MESSAGE: Final = (
    f"<t:Message><t:Subject>All of it</t:Subject>{_COMMON}<t:Attachments><t:FileAttachment><t:Name>n.txt</t:Name>"
    f"<t:Content>bm90ZXM=</t:Content></t:FileAttachment></t:Attachments>{_AFTER}{_FLAG}{_mailboxes('Sender', 'alice')}"
    f"{_mailboxes('ToRecipients', 'bob')}{_mailboxes('CcRecipients', 'carol')}{_mailboxes('BccRecipients', 'dave')}"
    "<t:IsReadReceiptRequested>true</t:IsReadReceiptRequested>"
    f"<t:IsDeliveryReceiptRequested>true</t:IsDeliveryReceiptRequested>{_mailboxes('From', 'alice')}"
    "<t:InternetMessageId>&lt;9@contoso.com&gt;</t:InternetMessageId><t:IsRead>true</t:IsRead>"
    "<t:IsResponseRequested>true</t:IsResponseRequested><t:References>&lt;0@contoso.com&gt;</t:References>"
    f"{_mailboxes('ReplyTo', 'alice', 'bob')}</t:Message>"
)
APPOINTMENT: Final = (
    f"<t:CalendarItem><t:Subject>Walk</t:Subject>{_COMMON}{_AFTER}<t:Start>2030-03-01T09:00:00Z</t:Start>"
    "<t:End>2030-03-01T10:00:00Z</t:End><t:IsAllDayEvent>false</t:IsAllDayEvent>"
    "<t:LegacyFreeBusyStatus>OOF</t:LegacyFreeBusyStatus><t:Location>Lake</t:Location></t:CalendarItem>"
)
_REMINDERS: Final = (
    "<t:InboxReminders><t:InboxReminder><t:ReminderOffset>30</t:ReminderOffset><t:Message>Boots</t:Message>"
    "</t:InboxReminder></t:InboxReminders>"
)


def _changes(name: str, month: str) -> str:
    return (
        f'<t:{name} TimeZoneName="{name}"><t:Offset>PT0S</t:Offset><t:RelativeYearlyRecurrence>'
        "<t:DaysOfWeek>Sunday</t:DaysOfWeek><t:DayOfWeekIndex>Last</t:DayOfWeekIndex>"
        f"<t:Month>{month}</t:Month></t:RelativeYearlyRecurrence><t:Time>02:00:00</t:Time></t:{name}>"
    )


_ZONE: Final = (
    f'<t:MeetingTimeZone TimeZoneName="UTC"><t:BaseOffset>PT0S</t:BaseOffset>{_changes("Standard", "October")}'
    f"{_changes('Daylight', 'March')}</t:MeetingTimeZone>"
)
_ATTENDEES: Final = "".join(
    f"<t:{element}><t:Attendee><t:Mailbox><t:Name>{name}</t:Name><t:EmailAddress>{name}@contoso.com</t:EmailAddress>"
    f"</t:Mailbox></t:Attendee></t:{element}>"
    for element, name in {"RequiredAttendees": "bob", "OptionalAttendees": "carol", "Resources": "room"}.items()
)
#: Four Fridays, with people and all that a calendar item may have besides.
SERIES: Final = (
    "<t:CalendarItem><t:Subject>Walks</t:Subject><t:UID>walks</t:UID><t:Start>2030-03-01T09:00:00Z</t:Start>"
    "<t:End>2030-03-01T10:00:00Z</t:End><t:When>Fridays</t:When><t:IsResponseRequested>true</t:IsResponseRequested>"
    f"{_ATTENDEES}<t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Friday</t:DaysOfWeek>"
    "</t:WeeklyRecurrence><t:NumberedRecurrence><t:StartDate>2030-03-01</t:StartDate>"
    "<t:NumberOfOccurrences>4</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence>"
    '<t:StartTimeZone Id="UTC"/><t:EndTimeZone Id="UTC"/><t:ConferenceType>0</t:ConferenceType>'
    "<t:AllowNewTimeProposal>true</t:AllowNewTimeProposal>"
    "<t:MeetingWorkspaceUrl>http://lake.example</t:MeetingWorkspaceUrl><t:NetShowUrl>http://lake.example</t:NetShowUrl>"
    "</t:CalendarItem>"
)
#: The same with people of the tenant, what it is held by from afar, reminders, and the zone of Exchange 2007.
MEETING: Final = (
    SERIES.replace("bob@contoso.com", "bob@contoso.onmicrosoft.com")
    .replace("<t:UID>walks</t:UID>", "<t:UID>meetings</t:UID>")
    .replace("</t:Resources>", f"</t:Resources>{_REMINDERS}")
    .replace('<t:StartTimeZone Id="UTC"/><t:EndTimeZone Id="UTC"/>', _ZONE)
)
POST: Final = f"<t:PostItem><t:Subject>Notice</t:Subject>{_COMMON}</t:PostItem>"
DISTRIBUTION_LIST: Final = (
    "<t:DistributionList><t:Subject>Watchers</t:Subject><t:DisplayName>Watchers</t:DisplayName>"
    "<t:Members><t:Member><t:Mailbox><t:Name>Bob</t:Name><t:EmailAddress>bob@contoso.com</t:EmailAddress>"
    "<t:RoutingType>SMTP</t:RoutingType><t:MailboxType>OneOff</t:MailboxType></t:Mailbox></t:Member></t:Members>"
    "</t:DistributionList>"
)
_ADDRESS: Final = (
    "<t:Street>1 Lake Road</t:Street><t:City>Bath</t:City><t:State>Somerset</t:State>"
    "<t:CountryOrRegion>UK</t:CountryOrRegion><t:PostalCode>BA1</t:PostalCode>"
)
_PHONES: Final = (
    "AssistantPhone BusinessFax BusinessPhone BusinessPhone2 Callback CarPhone CompanyMainPhone HomeFax HomePhone "
    "HomePhone2 Isdn MobilePhone OtherFax OtherTelephone Pager PrimaryPhone RadioPhone Telex TtyTddPhone"
)


def _entries(element: str, values: dict[str, str]) -> str:
    inside = "".join(f'<t:Entry Key="{key}">{value}</t:Entry>' for key, value in values.items())
    return f"<t:{element}>{inside}</t:{element}>"


CONTACT: Final = (
    f"<t:Contact><t:Subject>Grace</t:Subject>{_COMMON}<t:Categories><t:String>Birds</t:String></t:Categories>"
    "<t:FileAs>Hart, Grace</t:FileAs><t:FileAsMapping>LastCommaFirst</t:FileAsMapping>"
    "<t:DisplayName>Grace Hart</t:DisplayName><t:GivenName>Grace</t:GivenName><t:Initials>G. H.</t:Initials>"
    "<t:MiddleName>May</t:MiddleName><t:Nickname>Gracie</t:Nickname><t:CompanyName>Fabrikam</t:CompanyName>"
    + _entries("EmailAddresses", {f"EmailAddress{number}": f"grace{number}@fabrikam.com" for number in (1, 2, 3)})
    + _entries("PhysicalAddresses", dict.fromkeys(("Business", "Home", "Other"), _ADDRESS))
    + _entries("PhoneNumbers", {key: f"+44 1225 {number}" for number, key in enumerate(_PHONES.split(), 1000)})
    + "<t:AssistantName>Ann</t:AssistantName><t:Birthday>1980-05-04T00:00:00Z</t:Birthday>"
    "<t:BusinessHomePage>http://fabrikam.com</t:BusinessHomePage><t:Children><t:String>Tom</t:String></t:Children>"
    "<t:Companies><t:String>Fabrikam</t:String></t:Companies><t:Department>Research</t:Department>"
    "<t:Generation>II</t:Generation>"
    + _entries("ImAddresses", {f"ImAddress{number}": f"sip:grace{number}@fabrikam.com" for number in (1, 2, 3)})
    + "<t:JobTitle>Ornithologist</t:JobTitle><t:Manager>Max</t:Manager><t:Mileage>30</t:Mileage>"
    "<t:OfficeLocation>Room 4</t:OfficeLocation><t:PostalAddressIndex>Home</t:PostalAddressIndex>"
    "<t:Profession>Science</t:Profession><t:SpouseName>Sam</t:SpouseName><t:Surname>Hart</t:Surname>"
    "<t:WeddingAnniversary>2005-06-07T00:00:00Z</t:WeddingAnniversary></t:Contact>"
)

_WEEKS: Final = "<t:DayOfWeekIndex>Second</t:DayOfWeekIndex>"
TASK_RECURRENCES: Final = (
    "<t:DailyRecurrence><t:Interval>2</t:Interval></t:DailyRecurrence>",
    "<t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday Friday</t:DaysOfWeek>"
    "<t:FirstDayOfWeek>Monday</t:FirstDayOfWeek></t:WeeklyRecurrence>",
    "<t:AbsoluteMonthlyRecurrence><t:Interval>1</t:Interval><t:DayOfMonth>4</t:DayOfMonth>"
    "</t:AbsoluteMonthlyRecurrence>",
    f"<t:RelativeMonthlyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Tuesday</t:DaysOfWeek>{_WEEKS}"
    "</t:RelativeMonthlyRecurrence>",
    "<t:AbsoluteYearlyRecurrence><t:DayOfMonth>4</t:DayOfMonth><t:Month>May</t:Month></t:AbsoluteYearlyRecurrence>",
    f"<t:RelativeYearlyRecurrence><t:DaysOfWeek>Tuesday</t:DaysOfWeek>{_WEEKS}<t:Month>May</t:Month>"
    "</t:RelativeYearlyRecurrence>",
    "<t:DailyRegeneration><t:Interval>2</t:Interval></t:DailyRegeneration>",
    "<t:WeeklyRegeneration><t:Interval>2</t:Interval></t:WeeklyRegeneration>",
    "<t:MonthlyRegeneration><t:Interval>2</t:Interval></t:MonthlyRegeneration>",
    "<t:YearlyRegeneration><t:Interval>2</t:Interval></t:YearlyRegeneration>",
)
_START: Final = "<t:StartDate>2030-05-04</t:StartDate>"
TASK_RANGES: Final = (
    f"<t:NoEndRecurrence>{_START}</t:NoEndRecurrence>",
    f"<t:EndDateRecurrence>{_START}<t:EndDate>2031-05-04</t:EndDate></t:EndDateRecurrence>",
    f"<t:NumberedRecurrence>{_START}<t:NumberOfOccurrences>5</t:NumberOfOccurrences></t:NumberedRecurrence>",
)


def task(pattern: str = "", end: str = "", more: str = "<t:Status>InProgress</t:Status>") -> str:
    """Return a task with all that may be set, recurring where a pattern and a range are given."""
    recurrence = f"<t:Recurrence>{pattern}{end}</t:Recurrence>" if pattern else ""
    return (
        f"<t:Task><t:Subject>Count</t:Subject>{_COMMON}{_AFTER}<t:ActualWork>60</t:ActualWork>"
        "<t:BillingInformation>Free</t:BillingInformation><t:Companies><t:String>Fabrikam</t:String></t:Companies>"
        "<t:Contacts><t:String>Grace</t:String></t:Contacts><t:DueDate>2030-05-06T00:00:00Z</t:DueDate>"
        f"<t:Mileage>12</t:Mileage><t:PercentComplete>40</t:PercentComplete>{recurrence}"
        f"<t:StartDate>2030-05-04T00:00:00Z</t:StartDate>{more}<t:TotalWork>90</t:TotalWork></t:Task>"
    )
