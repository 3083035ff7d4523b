"""What contacts have beside what every item has: t:ContactItemType."""

from typing import Final

from fakeserver.protocols.ews.properties.field import ALL, DEFAULT, Field, absent
from fakeserver.protocols.ews.properties.structures import ADDRESSES, DICTIONARY, FRAGMENT, RECIPIENT
from fakeserver.protocols.ews.properties.value_types import BASE64, BOOLEAN, DATE_TIME, STRING, STRINGS

CONTACT: Final = (
    Field("contacts:FileAs", STRING, DEFAULT, writable=True),
    Field("contacts:FileAsMapping", STRING, ALL, writable=True),
    Field("contacts:DisplayName", STRING, ALL, writable=True),
    Field("contacts:GivenName", STRING, ALL, writable=True),
    Field("contacts:Initials", STRING, ALL, writable=True),
    Field("contacts:MiddleName", STRING, ALL, writable=True),
    Field("contacts:Nickname", STRING, ALL, writable=True),
    Field("contacts:CompleteName", FRAGMENT, DEFAULT),
    Field("contacts:CompanyName", STRING, DEFAULT, writable=True),
    Field("contacts:EmailAddresses", DICTIONARY, DEFAULT, writable=True),
    absent("contacts:AbchEmailAddresses"),
    Field("contacts:PhysicalAddresses", ADDRESSES, DEFAULT, writable=True),
    Field("contacts:PhoneNumbers", DICTIONARY, DEFAULT, writable=True),
    Field("contacts:AssistantName", STRING, ALL, writable=True),
    Field("contacts:Birthday", DATE_TIME, ALL, writable=True),
    Field("contacts:BusinessHomePage", STRING, ALL, writable=True),
    Field("contacts:Children", STRINGS, ALL, writable=True),
    Field("contacts:Companies", STRINGS, ALL, writable=True),
    Field("contacts:ContactSource", STRING, ALL),
    Field("contacts:Department", STRING, ALL, writable=True),
    Field("contacts:Generation", STRING, ALL, writable=True),
    Field("contacts:ImAddresses", DICTIONARY, DEFAULT, writable=True),
    Field("contacts:JobTitle", STRING, DEFAULT, writable=True),
    Field("contacts:Manager", STRING, ALL, writable=True),
    Field("contacts:Mileage", STRING, ALL, writable=True),
    Field("contacts:OfficeLocation", STRING, ALL, writable=True),
    Field("contacts:PostalAddressIndex", STRING, ALL, writable=True),
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
    Field("contacts:Photo", BASE64, ALL),
    Field("contacts:UserSMIMECertificate", FRAGMENT, ALL, writable=True),
    Field("contacts:MSExchangeCertificate", FRAGMENT, ALL, writable=True),
    Field("contacts:DirectoryId", STRING, ALL),
    Field("contacts:ManagerMailbox", RECIPIENT, ALL),
    Field("contacts:DirectReports", FRAGMENT, ALL),
)
