"""The tenant of ``fakeserver serve``: the default one, or that of a TOML file; ``serve --help`` shows one.

The dataclasses below are that format: a field is a key. What is left out is as in the default tenant; a key that is
unknown is an error that names the nearest one.
"""

import tomllib
import types
import typing
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar, get_args, get_origin

from fakeserver.config_faults import FaultTable
from fakeserver.suggestion import suggestion
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import USER_SWITCHES
from fakeserver.tenant.tenant import Tenant

Table = TypeVar("Table")


class ConfigError(ValueError):
    """The configuration cannot be used; the text says where and why, in one line."""


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
class AppTable:
    """``[[apps]]``"""

    name: str
    public: bool = False
    secret: str | None = field(default=None, repr=False)
    #: path of a PEM file with the certificate, from the configuration's folder
    certificate: str | None = None
    redirect_uris: list[str] | None = None
    #: short names, as "IMAP.AccessAsUser.All"
    delegated: list[str] = field(default_factory=list)
    application: list[str] = field(default_factory=list)
    #: who has consented to the permissions; "user": each user is asked
    consent: Literal["admin", "user", "none"] = "admin"
    #: whether the service principal is registered in Exchange
    exchange: bool = True


@dataclass
class PermissionTable:
    """``[[mailbox_permissions]]``"""

    mailbox: str
    #: a user's or an app's name
    trustee: str
    right: str = "FullAccess"


@dataclass
class Config:
    """The whole file."""

    domain: str | None = None
    tenant_id: str | None = None
    policies: dict[str, Any] = field(default_factory=dict)
    users: list[UserTable] = field(default_factory=lambda: [UserTable("alice"), UserTable("bob")])
    shared_mailboxes: list[SharedMailboxTable] = field(default_factory=lambda: [SharedMailboxTable("support")])
    distribution_groups: list[DistributionGroupTable] = field(default_factory=list)
    apps: list[AppTable] = field(default_factory=list)
    #: beside those that shared mailboxes' members and the default daemon application have
    mailbox_permissions: list[PermissionTable] = field(default_factory=list)
    faults: list[FaultTable] = field(default_factory=list)
    #: no key: the file that it was read from, for errors
    path: Path | None = None

    @classmethod
    def read(cls, path: Path) -> "Config":
        """Read a TOML file.

        Raises:
            ConfigError: the file cannot be read, is no TOML, or has a key or a value that is not in the format.
        """
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ConfigError(f"{path}: {(error.strerror or str(error)).lower()}") from error
        except ValueError as error:
            # No TOML, no UTF-8, or a number that is too long for Python to read.
            raise ConfigError(f"{path}: not TOML: {error}") from error
        except RecursionError:
            raise ConfigError(f"{path}: not TOML that can be read: it is nested too deeply") from None
        config = _read(cls, table, str(path))
        config.path = path
        for app in config.apps:
            if app.certificate is not None:
                app.certificate = str(path.parent / app.certificate)
        return config


def build(config: Config, cloud: Cloud) -> Tenant:
    """Add the tenant that a configuration describes.

    An empty one gives users alice and bob, the shared mailbox support of both, a public application with every
    delegated mail permission consented, and a daemon application with every application permission, registered in
    Exchange and with FullAccess to every mailbox.

    Raises:
        ConfigError: a value is refused by the tenant, or a name is not in it.
    """
    with _place(config, "the tenant"):
        tenant = Tenant(cloud.free_domain() if config.domain is None else config.domain, tenant_id=config.tenant_id)
    try:
        _fill(tenant, config)
    except ConfigError:
        tenant.close()
        raise
    cloud.add(tenant)
    return tenant


def _fill(tenant: Tenant, config: Config) -> None:
    principals: dict[str, Any] = {app.name.lower(): app for app in tenant.apps}
    with _place(config, "policies"):
        tenant.policies.set(**config.policies)
    for number, user in enumerate(config.users):
        with _place(config, f"users[{number}] ({user.name})"):
            added = tenant.add_user(
                user.name,
                user.password,
                display_name=user.display_name,
                aliases=user.aliases,
                mailbox=user.mailbox,
                **user.switches,
            )
            _add_principal(principals, user.name, added)
    for number, shared in enumerate(config.shared_mailboxes):
        with _place(config, f"shared_mailboxes[{number}] ({shared.name})"):
            names = [user.name for user in config.users] if shared.members is None else shared.members
            members = [_find(principals, name) for name in names]
            _add_principal(principals, shared.name, tenant.add_shared_mailbox(shared.name, members=members))
    for number, group in enumerate(config.distribution_groups):
        with _place(config, f"distribution_groups[{number}] ({group.name})"):
            added_group = tenant.add_distribution_group(
                group.name, group.members, group.rule, allowed_senders=group.allowed_senders
            )
            _add_principal(principals, group.name, added_group)
    for number, app in enumerate(config.apps):
        with _place(config, f"apps[{number}] ({app.name})"):
            _add_principal(principals, app.name, _registered(tenant, app))
    for number, permission in enumerate(config.mailbox_permissions):
        with _place(config, f"mailbox_permissions[{number}]"):
            mailbox, trustee = (_find(principals, name) for name in (permission.mailbox, permission.trustee))
            tenant.rights.add_mailbox_permission(mailbox, trustee, permission.right)
    for number, fault in enumerate(config.faults):
        with _place(config, f"faults[{number}] ({fault.kind})"):
            fault.order(tenant.faults)


def _registered(tenant: Tenant, app: AppTable) -> Application:
    given: dict[str, Any] = {} if app.redirect_uris is None else {"redirect_uris": tuple(app.redirect_uris)}
    if app.certificate is not None:
        given["certificate"] = Path(app.certificate).read_text(encoding="ascii")
    return tenant.register_app(
        app.name,
        public=app.public,
        secret=app.secret,
        delegated=tuple(app.delegated),
        application=tuple(app.application),
        consent=None if app.consent == "none" else app.consent,
        exchange=app.exchange,
        **given,
    )


def _add_principal(principals: dict[str, Any], name: str, principal: Any) -> None:
    """Keep a principal under the name by which permissions mean it.

    Raises:
        ValueError: another one has this name.
    """
    if principals.setdefault(name.lower(), principal) is not principal:
        raise ValueError(f"two are called {name!r}, so that a permission could mean either")


def _find(principals: Mapping[str, Any], name: str) -> Any:
    found = principals.get(name.lower())
    if found is None:
        raise LookupError(f"nobody is called {name!r}{suggestion(name, principals)}")
    return found


@contextmanager
def _place(config: Config, table: str) -> Iterator[None]:
    """Name the file and the table in what the tenant refuses until the block ends.

    Raises:
        ConfigError: the tenant refused something.
    """
    try:
        yield
    except (TypeError, ValueError, LookupError, AttributeError, OSError) as error:
        reason: object = error.args[0] if isinstance(error, KeyError) and error.args else error
        if isinstance(error, OSError) and error.strerror:
            reason = f"{error.filename}: {error.strerror.lower()}"
        where = table if config.path is None else f"{config.path}: {table}"
        raise ConfigError(f"{where}: {reason}") from error


# --- from a table to a dataclass -----------------------------------------------------------------------------------

#: fields that are not in the file
_NO_KEYS = frozenset({"switches", "path"})


def _read(kind: type[Table], table: Mapping[str, Any], where: str) -> Table:
    hints = typing.get_type_hints(kind)
    known = {f.name: f for f in fields(kind) if f.name not in _NO_KEYS}  # type: ignore[arg-type]
    further: frozenset[str] = getattr(kind, "further_keys", frozenset())
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key in known:
            values[key] = _convert(hints[key], value, f"{where}: {key}")
        elif key in further:
            values.setdefault("switches", {})[key] = value
        else:
            raise ConfigError(f"{where}: there is no key {key!r}{suggestion(key, {*known, *further})}")
    for name, f in known.items():
        if name not in values and f.default is MISSING and f.default_factory is MISSING:
            raise ConfigError(f"{where}: the key {name!r} is missing")
    return kind(**values)


def _convert(hint: Any, value: Any, where: str) -> Any:
    """Return a value of TOML as its field's type; a table becomes its dataclass.

    Raises:
        ConfigError: it is of another type.
    """
    options = get_args(hint) if get_origin(hint) is types.UnionType else (hint,)
    for option in options:
        origin = get_origin(option) or option
        if origin is list and isinstance(value, list):
            (element,) = get_args(option)
            if element is str:
                return [_convert(str, one, f"{where}[{number}]") for number, one in enumerate(value)]
            return [_read(element, one, f"{where}[{number}]") for number, one in enumerate(_tables(value, where))]
        if origin is Literal and value in get_args(option):
            return value
        if isinstance(origin, type) and type(value) is origin:
            if isinstance(value, str):
                _check_text(value, where)
            return value
    wanted = " or ".join(_name(option) for option in options if option is not type(None))
    raise ConfigError(f"{where}: {wanted} is wanted, not {value!r}")


def _check_text(value: str, where: str) -> None:
    """Refuse what is no name, address or secret of anything.

    Raises:
        ConfigError: the text is empty, or has a control character.
    """
    if not value.strip():
        raise ConfigError(f"{where}: it is empty")
    if any(letter < " " or letter == "\x7f" for letter in value):
        raise ConfigError(f"{where}: {value!r} has a control character")


def _name(option: Any) -> str:
    """Return what a type is called in an error."""
    if get_origin(option) is Literal:
        return " or ".join(map(repr, get_args(option)))
    return _WORDS[get_origin(option) or option]


_WORDS: Mapping[Any, str] = {str: "a text", bool: "true or false", list: "a list", dict: "a table"}


def _tables(values: list[Any], where: str) -> list[Mapping[str, Any]]:
    for value in values:
        if not isinstance(value, Mapping):
            raise ConfigError(f"{where}: tables are wanted ([[...]]), not {value!r}")
    return values
