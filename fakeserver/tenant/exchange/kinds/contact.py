"""People in the Contacts folder."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto

from fakeserver.tenant.exchange.kinds.addresses import AddressKind
from fakeserver.tenant.exchange.kinds.contact_networks import NetworkEmail
from fakeserver.tenant.exchange.values import EmailAddress


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its parts; what was not given is None."""

    title: str | None = None
    first: str | None = None
    middle: str | None = None
    last: str | None = None
    suffix: str | None = None
    initials: str | None = None
    full: str | None = None
    nickname: str | None = None
    phonetic_first: str | None = None
    phonetic_last: str | None = None


@dataclass(frozen=True, slots=True)
class ContactAddress:
    """One of a contact's e-mail addresses."""

    address: str
    name: str | None = None
    routing_type: str | None = None
    kind: AddressKind | None = None


class PhoneKind(StrEnum):
    """Which of a contact's numbers."""

    ASSISTANT = auto()
    BUSINESS_FAX = auto()
    BUSINESS = auto()
    BUSINESS_2 = auto()
    CALLBACK = auto()
    CAR = auto()
    COMPANY_MAIN = auto()
    HOME_FAX = auto()
    HOME = auto()
    HOME_2 = auto()
    ISDN = auto()
    MOBILE = auto()
    OTHER_FAX = auto()
    OTHER = auto()
    PAGER = auto()
    PRIMARY = auto()
    RADIO = auto()
    TELEX = auto()
    TTY_TDD = auto()
    BUSINESS_MOBILE = auto()
    IP = auto()
    MMS = auto()
    MSN = auto()


class PostalAddressKind(StrEnum):
    """Which of a contact's postal addresses."""

    HOME = auto()
    BUSINESS = auto()
    OTHER = auto()


class MailingAddress(StrEnum):
    """Which postal address letters go to."""

    NONE = auto()
    HOME = auto()
    BUSINESS = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where letters go; what was not given is empty."""

    street: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    postal_code: str = ""


class FileAs(StrEnum):
    """What a contact is filed as, from the parts of the name and the company."""

    NONE = auto()
    LAST_COMMA_FIRST = auto()
    FIRST_SPACE_LAST = auto()
    COMPANY = auto()
    LAST_COMMA_FIRST_COMPANY = auto()
    COMPANY_LAST_FIRST = auto()
    LAST_FIRST = auto()
    LAST_FIRST_COMPANY = auto()
    COMPANY_LAST_COMMA_FIRST = auto()
    LAST_FIRST_SUFFIX = auto()
    LAST_SPACE_FIRST_COMPANY = auto()
    COMPANY_LAST_SPACE_FIRST = auto()
    LAST_SPACE_FIRST = auto()
    DISPLAY_NAME = auto()
    FIRST_NAME = auto()
    LAST_FIRST_MIDDLE_SUFFIX = auto()
    LAST_NAME = auto()
    EMPTY = auto()


class ContactSource(StrEnum):
    """Where a contact comes from."""

    DIRECTORY = auto()
    MAILBOX = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person, a company; what was not given is None."""

    file_as: str | None = None
    file_as_mapping: FileAs | None = None
    display_name: str | None = None
    given_name: str | None = None
    initials: str | None = None
    middle_name: str | None = None
    nickname: str | None = None
    complete_name: PersonName | None = None
    company_name: str | None = None
    #: by their numbers, 1 to 3
    email_addresses: dict[int, ContactAddress] = field(default_factory=dict)
    physical_addresses: dict[PostalAddressKind, PostalAddress] = field(default_factory=dict)
    phone_numbers: dict[PhoneKind, str] = field(default_factory=dict)
    assistant_name: str | None = None
    birthday: datetime | None = None
    business_home_page: str | None = None
    children: list[str] = field(default_factory=list)
    companies: list[str] = field(default_factory=list)
    contact_source: ContactSource | None = None
    department: str | None = None
    generation: str | None = None
    #: by their numbers, 1 to 3
    im_addresses: dict[int, str] = field(default_factory=dict)
    job_title: str | None = None
    manager: str | None = None
    mileage: str | None = None
    office_location: str | None = None
    mailing_address: MailingAddress | None = None
    profession: str | None = None
    spouse_name: str | None = None
    surname: str | None = None
    wedding_anniversary: datetime | None = None
    has_picture: bool | None = None
    #: said before the name, e.g. Dr
    title: str | None = None
    #: how a Japanese name is spoken
    yomi_first_name: str | None = None
    yomi_last_name: str | None = None
    #: in other networks
    network_emails: tuple[NetworkEmail, ...] = ()
    phonetic_full_name: str | None = None
    phonetic_first_name: str | None = None
    phonetic_last_name: str | None = None
    alias: str | None = None
    notes: str | None = None
    photo: bytes | None = None
    #: DER
    smime_certificates: tuple[bytes, ...] = ()
    exchange_certificates: tuple[bytes, ...] = ()
    directory_id: str | None = None
    manager_mailbox: EmailAddress | None = None
    direct_reports: list[EmailAddress] = field(default_factory=list)
