"""What a remote tenant does not have, and what there is instead: docs/remote.md is made of this.

What stands in no table here is there under the same name, with the same arguments and errors; a test compares them.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from fakeserver.suggestion import did_you_mean

#: where all of it is written down
PAGE = "docs/remote.md"

_INSIDE = "a part that the fake is made of"
_LOCK = "nothing here shares memory with the fake"

#: by the local class and the name: what there is instead, or why there is nothing
NOT_REMOTE: Mapping[str, Mapping[str, str]] = {
    "FakeServer": {
        "adopt": "client.new_tenant(...) makes one",
        "control_key": "whoever has made the client has given it",
        "names": "its base_url names it",
        "remove_files": "its files are removed where it runs",
        "start": "it runs already",
        "stop": "it is stopped where it runs; client.close() closes the connections",
        "warm_up": "it is warmed up where it runs",
    },
    "Tenant": {
        "budgets": "set tenant.policies.messages_a_minute and the like",
        "close": "client.drop_tenant(tenant) removes it",
        "directory": _INSIDE,
        "keys": "mint(key=None) makes a token that nobody has signed",
        "later": _INSIDE,
        "lock": _LOCK,
        "mailboxes": "tenant.mailbox(address) gives one, and user.mailbox",
        "permissions": "tenant.rights changes them",
        "random": "give passwords and secrets where they are to be known",
        "scheduling": "send meetings by EWS",
        "snapshots": "tenant.snapshot() and tenant.restore()",
        "tokens": "tenant.token, tenant.app_token and tenant.mint make them",
        "transport": "submit mail by SMTP or EWS",
        "trouble": "tenant.faults orders faults",
        "webhooks": "ask the API, which lists subscriptions and lets something become of them: POST …/webhooks",
    },
    "User": {
        "find_mailbox": "user.mailbox",
        "generation": _INSIDE,
        "holder": _INSIDE,
        "photo": "set it with the configuration, or by EWS",
        "puid": _INSIDE,
        "rename": "tenant.people.rename_user(user, name)",
        "rows": "fakeserver.tenant.directory.users.User.rows",
        "sessions_from": _INSIDE,
        "sid": _INSIDE,
        "touch": _INSIDE,
        "when_readdressed": _INSIDE,
        "working_zone": "user.working_hours and user.time_zone have its name",
        "zone": "user.time_zone is its name",
    },
    "Application": {
        "as_resource": _INSIDE,
        "assigned_group_ids": "make the tenant where the test runs",
        "assigned_user_ids": "make the tenant where the test runs",
        "assignment_required": "make the tenant where the test runs",
        "audiences": _INSIDE,
        "consent": "what an app was allowed: tenant.applications.grant_admin_consent(app), grant_consent(app, user)",
        "exchange_object_id": "app.exchange says whether it is registered in Exchange",
        "exposed_roles": "make the tenant where the test runs",
        "exposed_scopes": "make the tenant where the test runs",
        "federated_credentials": "make the tenant where the test runs",
        "generation": _INSIDE,
        "has_service_principal": "make the tenant where the test runs",
        "implicit": "make the tenant where the test runs",
        "logout_url": "make the tenant where the test runs",
        "multi_tenant": "make the tenant where the test runs",
        "optional_claims": "make the tenant where the test runs",
        "redirect_uri": _INSIDE,
        "touch": _INSIDE,
    },
    "Mailbox": {
        "attachments": "message.attachments",
        "automatic_replies": "set them by EWS (SetUserOofSettings)",
        "blocked_senders": "set them by EWS (MarkAsJunk)",
        "calendar": "ask by EWS",
        "changes": "wait_for(...) waits for messages",
        "clock": "tenant.clock",
        "contents": _INSIDE,
        "conversations": "ask by EWS",
        "focused_inbox": "set overrides by Microsoft Graph (inferenceClassification)",
        "folders": "mailbox.add_folder(path) makes one, mailbox.folder_list shows all",
        "guid": _INSIDE,
        "id_maker": _INSIDE,
        "ids": _INSIDE,
        "immutable": _INSIDE,
        "inbox_rules": "set them by EWS (UpdateInboxRules)",
        "is_archive": _INSIDE,
        "is_public": _INSIDE,
        "items": "mailbox.messages(folder)",
        "lock": _LOCK,
        "meetings": "ask by EWS",
        "notifications": "subscribe by EWS",
        "read_state": _INSIDE,
        "receive_limit": "make the tenant where the test runs",
        "recoverable_items_full": "make the tenant where the test runs",
        "returned": _INSIDE,
        "search": "ask by EWS (FindItem) or IMAP (SEARCH)",
        "subscriptions": "subscribe by EWS",
        "take": "mailbox.deliver(...)",
        "uploads": _INSIDE,
        "watch": "wait_for(...) waits for messages",
    },
    "Item": {
        "change_number": _INSIDE,
        "container": _INSIDE,
        "created_at": "ask by EWS (DateTimeCreated)",
        "flags": "message.is_read, is_draft, answered, flagged",
        "get": "ask for a property by EWS (GetItem)",
        "header_key": _INSIDE,
        "is_associated": "messages(folder) lists no associated items",
        "is_mime": _INSIDE,
        "kept": _INSIDE,
        "last_attachment": _INSIDE,
        "made_id": _INSIDE,
        "made_key": _INSIDE,
        "mailbox": _INSIDE,
        "message": "email.message_from_bytes(message.mime())",
        "modified_at": "ask by EWS (LastModifiedTime)",
        "number": "message.id",
        "properties": "ask for a property by EWS (GetItem)",
        "raw": "message.mime()",
        "read_attachments": _INSIDE,
        "rendered": _INSIDE,
        "subject_key": _INSIDE,
        "text_key": _INSIDE,
        "uid": "ask by IMAP",
        "written": _INSIDE,
    },
    "Attachment": {
        "content_location": "ask by EWS",
        "is_contact_photo": "ask by EWS",
        "is_item": "attachment.content_type is message/rfc822",
        "item": "attachment.content is its MIME",
        "last_modified": "ask by EWS",
        "number": _INSIDE,
        "parent": _INSIDE,
        "reference": "ask by EWS",
        "source": "attachment.content",
    },
    "Folder": {
        "associated_count": "ask by EWS",
        "built_in": _INSIDE,
        "change_key": "ask by EWS",
        "change_number": _INSIDE,
        "child": "mailbox.folder_list has the paths",
        "child_names": _INSIDE,
        "children": "mailbox.folder_list has the paths",
        "created_at": "ask by EWS",
        "descendants": "mailbox.folder_list has the paths",
        "exists": "mailbox.folder_list has those that are there",
        "hidden": "ask by EWS",
        "is_below": "compare the paths",
        "item_id_of": _INSIDE,
        "items": "mailbox.messages(folder.path)",
        "lineage": "the path has the names",
        "mailbox": _INSIDE,
        "modified_at": "ask by EWS",
        "next_uid": "ask by IMAP (STATUS)",
        "number": _INSIDE,
        "parent": "the path has the names",
        "properties": "ask by EWS",
        "search": "ask by EWS",
        "uid_validity": "ask by IMAP (STATUS)",
        "visible": "mailbox.messages(folder.path)",
        "visible_count": "folder.total_count",
    },
    "Clock": {
        "mark": _INSIDE,
        "moment": _INSIDE,
        "seconds_until": _INSIDE,
        "unmoved": "time.time()",
        "watch": "whoever moves a remote clock is told by nobody",
    },
    "Faults": {"take": _INSIDE, "watch": _INSIDE},
    "Fault": {
        "age": _INSIDE,
        "because": "fault.text",
        "consent": _INSIDE,
        "is_for": _INSIDE,
        "is_whole": _INSIDE,
        "operations": "fault.text",
        "protocol": "fault.text",
        "random": _INSIDE,
        "settings": "fault.text",
        "take": _INSIDE,
    },
    "Policies": {"generation": _INSIDE, "holder": _INSIDE, "touch": _INSIDE},
    "Outbound": {
        "append": "submit mail by SMTP or EWS",
        "copy": "list(tenant.outbound)",
        "extend": "submit mail by SMTP or EWS",
        "insert": "submit mail by SMTP or EWS",
        "lock": _LOCK,
        "marked": _INSIDE,
        "name": _INSIDE,
        "pop": "tenant.outbound.clear() forgets all",
        "position": _INSIDE,
        "remember": _INSIDE,
        "remove": "tenant.outbound.clear() forgets all",
        "returned": _INSIDE,
        "reverse": "reversed(list(tenant.outbound))",
        "since": "wait_for(since=...)",
        "sort": "sorted(tenant.outbound, key=...)",
        "watch": "wait_for(...) waits for messages",
    },
    "People": {
        "load": "tenant.load(path)",
        "localize_folders": "make the tenant where the test runs",
        "mailbox_or_group": _INSIDE,
        "move_mailbox": "make the tenant where the test runs",
        "own_address": _INSIDE,
        "recipient": _INSIDE,
        "remove_distribution_group": "make the tenant where the test runs",
    },
    "Applications": {
        "consent": "app.consent, and grant_admin_consent",
        "expose_api": "make the tenant where the test runs",
        "remove_service_principal": "make the tenant where the test runs",
        "trust_issuer": "make the tenant where the test runs",
    },
    "Rights": {
        "add_application_access_policy": "make the tenant where the test runs",
        "add_delegate": "set delegates by EWS (AddDelegate)",
        "add_folder_permission": "set them by EWS (UpdateFolder)",
        "assign_role": "make the tenant where the test runs",
        "deliver_meeting_messages": "set it by EWS (UpdateDelegate)",
        "register_in_exchange": "register_app(exchange=True) registers it there",
        "remove_application_access_policy": "make the tenant where the test runs",
        "remove_folder_permission": "set them by EWS (UpdateFolder)",
        "remove_role": "make the tenant where the test runs",
        "unregister_in_exchange": "register_app(exchange=False) leaves it out",
    },
    "Rooms": {},
    "SignIns": {
        "accept_terms": "make the tenant where the test runs",
        "add_group": "make the tenant where the test runs",
        "approve_device_code": "sign in at the page that the code names (m365_browser)",
        "assign": "make the tenant where the test runs",
        "change_password": "reset_password, which ends sessions too",
        "auto_sign_in": "m365_browser signs in",
        "decline_device_code": "make the tenant where the test runs",
        "rules": "make the tenant where the test runs",
        "user_who_signs_in": _INSIDE,
    },
    "Organization": {"is_inside": _INSIDE, "is_local": _INSIDE, "new_guid": _INSIDE, "whole_address": _INSIDE},
    "PublicFolders": {
        "accept_mail": _INSIDE,
        "add_permission": "add_public_folder(permissions=...) gives them",
        "disable_mail": "make the tenant where the test runs",
        "enable_mail": "add_public_folder(address=...) gives it one",
        "folder": "ask by EWS",
        "mailbox": "ask by EWS",
        "remove_permission": "make the tenant where the test runs",
        "root": "ask by EWS",
        "all": "ask by EWS",
    },
}


def missing(owner: object, local: str, name: str, known: Iterable[str] = ()) -> AttributeError:
    """Return the error for a name that a remote object does not have: what to do instead, or the name that is meant.

    Args:
        local: the class whose names it has otherwise.
        known: names besides those of its class that it has.
    """
    instead = NOT_REMOTE[local].get(name)
    if instead is not None:
        text = f"{local}.{name} is not there over --m365-url: {instead} ({PAGE})"
    else:
        moved = _moved(local)
        names = {*dir(owner), *known, *NOT_REMOTE[local], *moved}
        text = f"{local} has no {name!r}"
        text += f": it is {moved[name]} now" if name in moved else did_you_mean(name, [n for n in names if n[0] != "_"])
    return AttributeError(text, name=name, obj=owner)


def _moved(local: str) -> Mapping[str, str]:
    """Return names that stand elsewhere now, as the local class says it."""
    if local != "Tenant":
        return {}
    from fakeserver.tenant.administration.moved_names import MOVED, SWITCHES

    return MOVED | SWITCHES


def not_over_the_wire(what: str, instead: str) -> TypeError:
    """Return the error for a value that cannot be sent to a fake that runs elsewhere."""
    return TypeError(f"{what} does not go over --m365-url: {instead} ({PAGE})")


class Remote:
    """The base of what stands for an object of the fake: names that it lacks are errors that say what to do."""

    #: the class whose names it has
    local: ClassVar[str]

    if not TYPE_CHECKING:
        # Type checkers find misspelt names by themselves, unless a class has these.
        def __getattr__(self, name: str) -> object:
            raise missing(self, type(self).local, name)

        def __setattr__(self, name: str, value: object) -> None:
            if name[0] != "_" and name not in dir(type(self)):
                raise missing(self, type(self).local, name)
            object.__setattr__(self, name, value)
