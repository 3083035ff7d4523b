"""Properties of contacts besides those of all items: t:ContactItemType."""

from typing import Final

from fakeserver.protocols.ews.properties.contact_networks import EMAILS as NETWORK_EMAILS
from fakeserver.protocols.ews.properties.field import ALL, DEFAULT, Field
from fakeserver.protocols.ews.values.addresses import RECIPIENT, RECIPIENTS
from fakeserver.protocols.ews.values.contacts import (
    CERTIFICATES,
    COMPLETE_NAME,
    EMAIL_ADDRESSES,
    IM_ADDRESSES,
    PHONE_NUMBERS,
    PHYSICAL_ADDRESSES,
)
from fakeserver.protocols.ews.values.simple import BINARY, BOOLEAN, DATE_TIME, STRING, STRINGS, enumeration
from fakeserver.tenant.exchange.kinds.contact import ContactSource, FileAs, MailingAddress

FILE_AS: Final = enumeration(
    "FileAsMappingType",
    {
        "None": FileAs.NONE,
        "LastCommaFirst": FileAs.LAST_COMMA_FIRST,
        "FirstSpaceLast": FileAs.FIRST_SPACE_LAST,
        "Company": FileAs.COMPANY,
        "LastCommaFirstCompany": FileAs.LAST_COMMA_FIRST_COMPANY,
        "CompanyLastFirst": FileAs.COMPANY_LAST_FIRST,
        "LastFirst": FileAs.LAST_FIRST,
        "LastFirstCompany": FileAs.LAST_FIRST_COMPANY,
        "CompanyLastCommaFirst": FileAs.COMPANY_LAST_COMMA_FIRST,
        "LastFirstSuffix": FileAs.LAST_FIRST_SUFFIX,
        "LastSpaceFirstCompany": FileAs.LAST_SPACE_FIRST_COMPANY,
        "CompanyLastSpaceFirst": FileAs.COMPANY_LAST_SPACE_FIRST,
        "LastSpaceFirst": FileAs.LAST_SPACE_FIRST,
        "DisplayName": FileAs.DISPLAY_NAME,
        "FirstName": FileAs.FIRST_NAME,
        "LastFirstMiddleSuffix": FileAs.LAST_FIRST_MIDDLE_SUFFIX,
        "LastName": FileAs.LAST_NAME,
        "Empty": FileAs.EMPTY,
    },
)
MAILING_ADDRESS: Final = enumeration(
    "PhysicalAddressIndexType",
    {
        "None": MailingAddress.NONE,
        "Home": MailingAddress.HOME,
        "Business": MailingAddress.BUSINESS,
        "Other": MailingAddress.OTHER,
    },
)
CONTACT_SOURCE: Final = enumeration(
    "ContactSourceType", {"ActiveDirectory": ContactSource.DIRECTORY, "Store": ContactSource.MAILBOX}
)

CONTACT: Final = (
    Field("contacts:FileAs", STRING, DEFAULT, writable=True, shown_empty=True, default=""),
    Field("contacts:FileAsMapping", FILE_AS, ALL, writable=True),
    Field("contacts:DisplayName", STRING, ALL, writable=True),
    Field("contacts:GivenName", STRING, ALL, writable=True),
    Field("contacts:Initials", STRING, ALL, writable=True),
    Field("contacts:MiddleName", STRING, ALL, writable=True),
    Field("contacts:Nickname", STRING, ALL, writable=True),
    Field("contacts:CompleteName", COMPLETE_NAME, DEFAULT),
    Field("contacts:CompanyName", STRING, DEFAULT, writable=True),
    Field("contacts:EmailAddresses", EMAIL_ADDRESSES, DEFAULT, writable=True),
    Field("contacts:AbchEmailAddresses", NETWORK_EMAILS, ALL, writable=True, searchable=False, named="network_emails"),
    Field("contacts:PhysicalAddresses", PHYSICAL_ADDRESSES, DEFAULT, writable=True),
    Field("contacts:PhoneNumbers", PHONE_NUMBERS, DEFAULT, writable=True),
    Field("contacts:AssistantName", STRING, ALL, writable=True),
    Field("contacts:Birthday", DATE_TIME, ALL, writable=True),
    Field("contacts:BusinessHomePage", STRING, ALL, writable=True),
    Field("contacts:Children", STRINGS, ALL, writable=True),
    Field("contacts:Companies", STRINGS, ALL, writable=True),
    Field("contacts:ContactSource", CONTACT_SOURCE, ALL),
    Field("contacts:Department", STRING, ALL, writable=True),
    Field("contacts:Generation", STRING, ALL, writable=True),
    Field("contacts:ImAddresses", IM_ADDRESSES, DEFAULT, writable=True),
    Field("contacts:JobTitle", STRING, DEFAULT, writable=True),
    Field("contacts:Manager", STRING, ALL, writable=True),
    Field("contacts:Mileage", STRING, ALL, writable=True),
    Field("contacts:OfficeLocation", STRING, ALL, writable=True),
    Field("contacts:PostalAddressIndex", MAILING_ADDRESS, ALL, writable=True, named="mailing_address"),
    Field("contacts:Profession", STRING, ALL, writable=True),
    Field("contacts:SpouseName", STRING, ALL, writable=True),
    Field("contacts:Surname", STRING, ALL, writable=True),
    Field("contacts:WeddingAnniversary", DATE_TIME, ALL, writable=True),
    Field("contacts:HasPicture", BOOLEAN, ALL),
    Field("contacts:PhoneticFullName", STRING, ALL),
    Field("contacts:PhoneticFirstName", STRING, ALL),
    Field("contacts:PhoneticLastName", STRING, ALL),
    Field("contacts:Alias", STRING, ALL),
    Field("contacts:Notes", STRING, ALL),
    Field("contacts:Photo", BINARY, ALL),
    Field("contacts:UserSMIMECertificate", CERTIFICATES, ALL, writable=True, named="smime_certificates"),
    Field("contacts:MSExchangeCertificate", CERTIFICATES, ALL, writable=True, named="exchange_certificates"),
    Field("contacts:DirectoryId", STRING, ALL),
    Field("contacts:ManagerMailbox", RECIPIENT, ALL),
    Field("contacts:DirectReports", RECIPIENTS, ALL),
)
