"""The tenant that a configuration describes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fakeserver.config.reading import ConfigError
from fakeserver.config.tables import AppTable, Config, MessageTable
from fakeserver.suggestion import suggestion
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import Refusal
from fakeserver.tenant.tenant import Tenant


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
    for number, room in enumerate(config.rooms):
        with _place(config, f"rooms[{number}] ({room.name})"):
            added_room = tenant.add_room(
                room.name, display_name=room.display_name, aliases=room.aliases, **room.switches
            )
            _add_principal(principals, room.name, added_room)
    for number, listed in enumerate(config.room_lists):
        with _place(config, f"room_lists[{number}] ({listed.name})"):
            rooms = tenant.rooms.all if listed.rooms is None else listed.rooms
            _add_principal(
                principals, listed.name, tenant.add_room_list(listed.name, rooms, display_name=listed.display_name)
            )
    for number, public in enumerate(config.public_folders):
        with _place(config, f"public_folders[{number}] ({public.name})"):
            tenant.add_public_folder(
                public.name,
                address=public.address,
                folder_class=public.folder_class,
                permissions=public.permissions,
            )
    for number, app in enumerate(config.apps):
        with _place(config, f"apps[{number}] ({app.name})"):
            _add_principal(principals, app.name, _registered(tenant, app))
    for number, permission in enumerate(config.mailbox_permissions):
        with _place(config, f"mailbox_permissions[{number}]"):
            mailbox, trustee = (_find(principals, name) for name in (permission.mailbox, permission.trustee))
            tenant.rights.add_mailbox_permission(mailbox, trustee, permission.right)
    for number, message in enumerate(config.messages):
        with _place(config, f"messages[{number}] (to {message.to})"):
            _deliver(tenant, message)
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
        client_id=app.client_id,
        **given,
    )


#: ends of the names of files that are no messages: their appointments, tasks and contacts go to their own folders
_LOADED = frozenset({".ics", ".vcf"})


def _deliver(tenant: Tenant, message: MessageTable) -> None:
    """Put a message where it belongs.

    Raises:
        ValueError: it is a file and parts at once, or came at a time without a zone; or nobody has the address.
    """
    parts = {name: text for name in ("sender", "subject", "body") if (text := getattr(message, name)) is not None}
    if message.file is not None and parts:
        raise ValueError(f"file is a whole message, so that {', '.join(parts)} beside it would not be used")
    if message.received_at is not None and message.received_at.tzinfo is None:
        raise ValueError(f"received_at names no time zone; write {message.received_at.isoformat()}Z for UTC")
    whom = tenant.people.recipient(message.to)
    if message.file is not None and Path(message.file).suffix.lower() in _LOADED:
        if not isinstance(whom, User):
            raise ValueError(f"{message.file} goes into one mailbox, and {message.to} is a distribution group")
        whom.mailbox.load(message.file, None if message.folder == MessageTable.folder else message.folder)
        return
    if isinstance(whom, User):
        whom.mailbox.add_folder(message.folder)
    tenant.deliver(
        whom,
        None if message.file is None else Path(message.file).read_bytes(),
        folder=message.folder,
        is_read=message.is_read,
        received_at=message.received_at,
        **parts,
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
    except (TypeError, ValueError, LookupError, AttributeError, OSError, Refusal) as error:
        reason: object = error.args[0] if isinstance(error, KeyError) and error.args else error
        reason = "; ".join([str(reason), *getattr(error, "__notes__", ())])
        if isinstance(error, OSError) and error.strerror:
            reason = f"{error.filename}: {error.strerror.lower()}"
        where = table if config.path is None else f"{config.path}: {table}"
        raise ConfigError(f"{where}: {reason}") from error
