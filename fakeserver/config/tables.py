"""The format of the configuration: each dataclass is a table, each field a key of it; ``serve --help`` shows one.

What is left out is as in the default tenant; a key that is unknown is an error that names the nearest one.
"""

import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Literal

from fakeserver.config.faults import FaultTable
from fakeserver.config.reading import ConfigError, inside, read_table, read_toml
from fakeserver.tenant.directory.users import USER_SWITCHES


@dataclass
class UserTable:
    """``[[users]]``; besides these keys it takes every switch of a user (``imap``, ``smtp_auth``, ``mfa`` ...)."""

    #: what stands before the @ of the tenant's domain, or a whole address
    name: str
    password: str | None = field(default=None, repr=False)
    display_name: str | None = None
    aliases: list[str] = field(default_factory=list)
    mailbox: bool = True

    further_keys: ClassVar[frozenset[str]] = USER_SWITCHES
    pictures: ClassVar[frozenset[str]] = frozenset({"photo"})
    switches: dict[str, Any] = field(default_factory=dict)


@dataclass
class SharedMailboxTable:
    """``[[shared_mailboxes]]``"""

    name: str
    #: users who get FullAccess and SendAs; left out: all
    members: list[str] | None = None


@dataclass
class DistributionGroupTable:
    """``[[distribution_groups]]``"""

    name: str
    #: users, shared mailboxes, groups that stand above this one, and addresses of other domains
    members: list[str] = field(default_factory=list)
    #: a recipient filter: a dynamic distribution group
    rule: str | None = None
    #: left out: everybody in the organization
    allowed_senders: list[str] | None = None


@dataclass
class RoomTable:
    """``[[rooms]]``; besides these keys it takes the switches of a user (``time_zone``, ``working_hours`` ...)."""

    name: str
    display_name: str | None = None
    aliases: list[str] = field(default_factory=list)

    further_keys: ClassVar[frozenset[str]] = USER_SWITCHES
    pictures: ClassVar[frozenset[str]] = frozenset({"photo"})
    switches: dict[str, Any] = field(default_factory=dict)


@dataclass
class RoomListTable:
    """``[[room_lists]]``"""

    name: str
    #: left out: all
    rooms: list[str] | None = None
    display_name: str | None = None


@dataclass
class PublicFolderTable:
    """``[[public_folders]]``"""

    #: the path below the root, with '/' between names; what is above it is made where it is not there
    name: str
    #: what it gets mail at; left out: no mail comes into it
    address: str | None = None
    folder_class: str = "IPF.Note"
    #: user, "Default" or "Anonymous" -> a level
    permissions: dict[str, Any] = field(default_factory=dict)


@dataclass
class AppTable:
    """``[[apps]]``"""

    name: str
    #: a GUID, where a program has it written in it
    client_id: str | None = None
    public: bool = False
    secret: str | None = field(default=None, repr=False)
    #: path of a PEM file with the certificate, from the configuration's folder; or its text
    certificate: str | None = None
    redirect_uris: list[str] | None = None
    #: short names, as "IMAP.AccessAsUser.All"
    delegated: list[str] = field(default_factory=list)
    application: list[str] = field(default_factory=list)
    #: who has consented to the permissions; "user": each user is asked
    consent: Literal["admin", "user", "none"] = "admin"
    #: whether the service principal is registered in Exchange
    exchange: bool = True

    files: ClassVar[Mapping[str, str]] = {"certificate": "here it is the text of the PEM file, not its path"}


@dataclass
class PermissionTable:
    """``[[mailbox_permissions]]``"""

    mailbox: str
    #: a user's or an app's name
    trustee: str
    right: str = "FullAccess"


@dataclass
class MessageTable:
    """``[[messages]]``: a message in somebody's mailbox, made of these parts or out of a file."""

    #: whose mailbox: a user's or a shared mailbox's name, or a distribution group's
    to: str
    sender: str | None = None
    subject: str | None = None
    body: str | None = field(default=None, repr=False)
    #: path of an .eml file with the whole message, from the configuration's folder, in the place of the three above; or
    #: of an .ics or a .vcf file, whose appointments, tasks and contacts go to their folders
    file: str | None = None
    #: a distinguished id, or a path, which is made where it is not there
    folder: str = "inbox"
    is_read: bool = False
    #: when it came, with a time zone: 2026-03-01T09:30:00Z; left out: when the server starts
    received_at: datetime | None = None

    long_texts: ClassVar[frozenset[str]] = frozenset({"body"})
    files: ClassVar[Mapping[str, str]] = {
        "file": "nothing is read from the server's disk here; load the file once the tenant is there"
    }


@dataclass
class PublicAppTable:
    """``[public_app]``: the public application that every tenant has."""

    #: a GUID
    client_id: str | None = None


@dataclass
class DaemonAppTable:
    """``[daemon_app]``: the daemon application that every tenant has."""

    #: a GUID
    client_id: str | None = None
    secret: str | None = field(default=None, repr=False)


@dataclass
class Config:
    """One tenant; or several, and nothing else."""

    domain: str | None = None
    tenant_id: str | None = None
    #: the organization's, as consent pages show it
    name: str | None = None
    #: what tells it from others for people who look; no client sees it
    label: str = ""
    #: whether it has the two usual applications
    defaults: bool = True
    public_app: PublicAppTable = field(default_factory=PublicAppTable)
    daemon_app: DaemonAppTable = field(default_factory=DaemonAppTable)
    policies: dict[str, Any] = field(default_factory=dict)
    users: list[UserTable] = field(default_factory=lambda: [UserTable("alice"), UserTable("bob")])
    shared_mailboxes: list[SharedMailboxTable] = field(default_factory=lambda: [SharedMailboxTable("support")])
    distribution_groups: list[DistributionGroupTable] = field(default_factory=list)
    rooms: list[RoomTable] = field(default_factory=list)
    room_lists: list[RoomListTable] = field(default_factory=list)
    public_folders: list[PublicFolderTable] = field(default_factory=list)
    apps: list[AppTable] = field(default_factory=list)
    #: beside those that shared mailboxes' members and the default daemon application have
    mailbox_permissions: list[PermissionTable] = field(default_factory=list)
    messages: list[MessageTable] = field(default_factory=list)
    faults: list[FaultTable] = field(default_factory=list)
    #: each a whole configuration
    tenants: list["Config"] = field(default_factory=list)

    #: no key: where it was read from, for errors; and key -> where that came from, if from elsewhere
    where: str = ""
    origins: Mapping[str, str] = field(default_factory=dict)

    no_keys: ClassVar[frozenset[str]] = frozenset({"where", "origins"})

    @classmethod
    def read(cls, path: Path) -> "Config":
        """Read a TOML file.

        Raises:
            ConfigError: the file cannot be read, is no TOML, or has a key or a value that is not in the format.
        """
        return cls.of(read_toml(path), str(path), folder=path.parent)

    @classmethod
    def of(cls, table: object, where: str = "", *, folder: Path | None = None) -> "Config":
        """Return what a table says, of TOML or JSON; arguments and errors are those of `read_table`.

        Raises:
            ConfigError: something stands beside ``tenants``; or as `read_table`.
        """
        config = read_table(cls, table, where, folder=folder)
        config.where = where
        if config.tenants:
            besides = sorted(set(typing.cast(Mapping[str, Any], table)) - {"tenants"})
            if besides:
                raise ConfigError(where, f"beside [[tenants]] nothing stands; put {besides[0]} into one of them")
            for number, tenant in enumerate(config.tenants):
                tenant.where = inside(where, f"tenants[{number}]")
                if tenant.tenants:
                    raise ConfigError(tenant.where, "a tenant has no tenants in it")
        return config
