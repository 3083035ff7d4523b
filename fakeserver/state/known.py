"""Of each class of the tenant, what becomes of its objects in a state. The lists are closed: what is new is refused.

So nothing is left out by mistake, and no file makes an object of another class.
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any, Final, TypeVar

from fakeserver.state.errors import StateError

T = TypeVar("T")

_ROOT: Final = "fakeserver."

#: Values: written part by part where they stand. Module -> its dataclasses, named tuples and enumerations.
VALUES: Final[Mapping[str, str]] = {
    "protocols.ews.properties.folder": "SearchParameters",
    "tenant.directory.applications": "Certificate RedirectUri Secret",
    "tenant.directory.federation": "FederatedCredential",
    "tenant.directory.groups": "Group",
    "tenant.directory.permissions": "RequestedScopes ResourceApplication",
    "tenant.exchange.automatic_replies": "AbsenceSettings AutomaticReplySettings ExternalAudience Reply ReplyState",
    "tenant.exchange.conversations.rules": "ConversationRule",
    "tenant.exchange.flags": "MessageFlags",
    "tenant.exchange.focused_inbox": "Classification Override",
    "tenant.exchange.inbox_rules.actions": "RuleActions",
    "tenant.exchange.inbox_rules.predicates": "DateRange FlaggedFor RulePredicates SizeRange",
    "tenant.exchange.inbox_rules.rules": "InboxRule",
    "tenant.exchange.kinds.addresses": "AddressEntry AddressKind ItemReference",
    "tenant.exchange.kinds.appointment": "Appointment AppointmentType DeletedOccurrence FreeBusyStatus Occurrence",
    "tenant.exchange.kinds.attendees": "Attendee Response",
    "tenant.exchange.kinds.configuration": "Entry EntryType",
    "tenant.exchange.kinds.contact": (
        "Contact ContactAddress ContactSource FileAs MailingAddress PersonName PhoneKind PostalAddress "
        "PostalAddressKind"
    ),
    "tenant.exchange.kinds.contact_networks": "ContactUrl NetworkEmail",
    "tenant.exchange.kinds.dates": "ZonedDate",
    "tenant.exchange.kinds.distribution_list": "DistributionList Member MemberStatus",
    "tenant.exchange.kinds.follow_up": "FollowUpFlag FollowUpStatus",
    "tenant.exchange.kinds.meeting_message": "ChangeHighlights MeetingMessage RequestKind",
    "tenant.exchange.kinds.places": "Place PlaceAddress PlaceSource",
    "tenant.exchange.kinds.post": "Post",
    "tenant.exchange.kinds.recurrence": (
        "AbsoluteMonthly AbsoluteYearly Daily DayOfWeek EndsOn NoEnd Numbered Recurrence Regenerating "
        "RelativeMonthly RelativeYearly Unit WeekOfMonth Weekly"
    ),
    "tenant.exchange.kinds.reminders": "EmailReminder ReminderChange ReminderRecipients",
    "tenant.exchange.kinds.retention": "RetentionTag",
    "tenant.exchange.kinds.series": "ChangedOccurrence Series",
    "tenant.exchange.kinds.task": "Delegation Task TaskStatus",
    "tenant.exchange.kinds.time_zones": (
        "BasicTimeZone Period Target TargetKind TimeChange TimeZone Transition TransitionAt Transitions "
        "YearlyTransitionOnDate YearlyTransitionOnWeekday"
    ),
    "tenant.exchange.kinds.voting": "VotePrompt Voting VotingOption",
    "tenant.exchange.occurrences": "_KeptAttachment _KeptItem",
    "tenant.exchange.permissions.application_access": "ApplicationAccessPolicy",
    "tenant.exchange.permissions.application_roles": "RoleAssignment",
    "tenant.exchange.permissions.delegates": "DelegateOptions MeetingDelivery",
    "tenant.exchange.permissions.folder_permissions": "FolderPermission Outsider",
    "tenant.exchange.read_state": "_Seen",
    "tenant.exchange.responding.verbs": "Answered Verb",
    "tenant.exchange.transport.envelope": "Envelope Peer Recipient",
    "tenant.exchange.transport.outbound": "OutboundMessage",
    "tenant.exchange.values": (
        "Body DeleteMode EmailAddress ExtendedPropertyKey FileReference Importance PropertyType Sensitivity TextFormat"
    ),
    "tenant.switches.authentication_policy": "AuthenticationPolicy",
    "tenant.switches.conditional_access": "ConditionalAccessPolicy",
    "tenant.switches.working_hours": "WorkingHours",
    "tenant.tokens.claims": "SignIn",
    "tenant.tokens.grants": "AuthorizationCode RefreshToken",
}

#: Parts of a tenant: each new one has them, so that what they hold is written, and put back into them. Class -> its
#: attributes that are left out: what a new one makes or works out by itself, and what is written in another way.
PARTS: Final[Mapping[str, str]] = {
    "tenant.administration.domains:Domains": "_watchers",
    "tenant.administration.organization:Organization": "",
    "tenant.administration.sign_ins:SignIns": "",
    "tenant.clock:Clock": "_watchers",
    "tenant.directory.addresses:Addresses": "",
    "tenant.directory.consent:Consent": "",
    "tenant.directory.directory:Directory": "mail_folders",
    "tenant.directory.sign_in_rules:SignInRules": "",
    "tenant.exchange.automatic_replies:AutomaticReplies": "",
    "tenant.exchange.blocked_senders:BlockedSenders": "",
    "tenant.exchange.changes:ChangeLog": "_all _by_folder _folders _watchers",
    "tenant.exchange.conversations.conversations:Conversations": "_members _places _in_folders _position",
    "tenant.exchange.focused_inbox:FocusedInbox": "",
    "tenant.exchange.folders:Folders": "",
    "tenant.exchange.id_maker:ArchiveIdMaker": "_change_keys _folder_ids _item_ids",
    "tenant.exchange.id_maker:IdMaker": "_change_keys _folder_ids _item_ids",
    "tenant.exchange.id_maker:PublicIdMaker": "_change_keys _folder_ids _item_ids",
    "tenant.exchange.inbox_rules.rules:InboxRules": "",
    "tenant.exchange.items:Items": "assistants",
    "tenant.exchange.mailbox:Mailbox": "_is_made _calendar _meetings",
    "tenant.exchange.mailboxes:ArchiveMailbox": "_is_made _calendar _meetings",
    "tenant.exchange.mailboxes:PublicFolderMailbox": "_is_made _calendar _meetings",
    "tenant.exchange.mailboxes:Mailboxes": "assistants",
    "tenant.exchange.permissions.application_access:ApplicationAccessPolicies": "",
    "tenant.exchange.permissions.application_roles:RoleAssignments": "",
    "tenant.exchange.permissions.delegates:Delegates": "",
    "tenant.exchange.permissions.folder_permissions:FolderPermissions": "",
    "tenant.exchange.permissions.mailbox_permissions:MailboxPermissions": "",
    "tenant.exchange.read_state:ReadState": "_reader",
    "tenant.exchange.registry:ItemRegistry": "_items",
    "tenant.exchange.subscriptions:Subscriptions": "",
    "tenant.exchange.transport.outbound:Outbound": "_watchers",
    "tenant.exchange.tree:FolderTree": "_folders _distinguished",
    "tenant.later:Later": "_waiting _timer _stop_watching",
    "tenant.switches.policies:Policies": "",
    "tenant.tenant:Tenant": "_is_made random journal",
    "tenant.tokens.authority:TokenAuthority": "_tenant_id",
    "tenant.tokens.device_codes:DeviceCodes": "_codes",
    "tenant.tokens.grants:Grants": "",
    "tenant.tokens.grants:Remembered": "_grants",
    "tenant.tokens.issuing:Issuer": "tenant_id _skew",
    "tenant.tokens.keys:KeyRing": "",
}

#: Things of which each has a row of its own; elsewhere they are named. See `rooms` and `mailbox_rows`.
NAMED: Final = frozenset(
    {
        "tenant.directory.applications:Application",
        "tenant.directory.distribution_groups:DistributionGroup",
        "tenant.directory.users:User",
        "tenant.exchange.entities:Folder",
        "tenant.exchange.entities:Item",
        "tenant.exchange.mailbox:Mailbox",
        "tenant.exchange.mailboxes:ArchiveMailbox",
        "tenant.exchange.mailboxes:PublicFolderMailbox",
    }
)

#: What is written in a way of its own.
OWN_WAYS: Final = frozenset(
    {
        "tenant.access.visit:Visit",  # of whoever has made a search folder
        "tenant.access.visit:Visitor",
        "tenant.directory.recipient_filter:RecipientFilter",
        "tenant.exchange.changes:Change",
        "tenant.exchange.changes:ChangeKind",
        "tenant.exchange.entities:Attachment",
        "tenant.exchange.mail_folders:MailFolder",
        "tenant.exchange.search_folders:SearchFolder",
        "tenant.tokens.keys:SigningKey",
    }
)

#: What is not kept, though it holds something: worked out anew, or gone with the process as docs/state.md says.
FORGOTTEN: Final = frozenset(
    {
        "tenant.administration.applications:Applications",
        "tenant.administration.incoming:Incoming",
        "tenant.administration.minting:Minting",
        "tenant.administration.people:People",
        "tenant.administration.public_folders:PublicFolders",
        "tenant.administration.rights:Rights",
        "tenant.administration.rooms:Rooms",
        "tenant.budgets:Budgets",
        "tenant.exchange.attachments:Attachments",
        "tenant.exchange.immutable_items:ImmutableItems",
        "tenant.exchange.calendar.calendar:Calendar",
        "tenant.exchange.contents:Contents",
        "tenant.exchange.meetings:Meetings",
        "tenant.exchange.notifications.notifications:Notifications",
        "tenant.exchange.search:Search",
        "tenant.exchange.transport.delivery:Transport",
        "tenant.exchange.webhooks.webhooks:Webhooks",
        "tenant.exchange.uploads:Upload",
        "tenant.exchange.uploads:Uploads",
        "tenant.journal.notes:Notes",
        "tenant.snapshots:Snapshots",
        "tenant.tokens.entitlements:Entitlements",
        "tenant.tokens.validate:TokenValidator",
        "tenant.trouble:Trouble",
    }
)


class PerClass(dict[type, T]):
    """What is worked out once of each class, and looked up thousands of times."""

    def __init__(self, work_out: Callable[[type], T]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, kind: type) -> T:
        """Work it out."""
        made = self[kind] = self._work_out(kind)
        return made


def name_of(kind: type) -> str:
    """Return what a class of ours is called in these lists, and in a file."""
    return _NAMES[kind]


def left_out(kind: type) -> frozenset[str] | None:
    """Return the attributes of a part that are not written; None: the class is no part."""
    return _LEFT_OUT[kind]


def is_value(kind: type) -> bool:
    """Say whether objects of a class are written part by part where they stand."""
    module, _, name = name_of(kind).partition(":")
    return kind.__module__.startswith(_ROOT) and name in VALUES.get(module, "").split()


@cache
def value_class(name: str) -> type[Any]:
    """Return the class of values that a file names.

    Raises:
        StateError: there is none of this name.
    """
    module, _, kind = name.partition(":")
    if kind not in VALUES.get(module, "").split():
        raise StateError(f"nothing of a tenant is a {name!r}")
    found: type[Any] = getattr(import_module(_ROOT + module), kind)
    return found


def _left_out(kind: type) -> frozenset[str] | None:
    names = PARTS.get(name_of(kind)) if kind.__module__.startswith(_ROOT) else None
    return None if names is None else frozenset(names.split())


_NAMES: Final = PerClass(lambda kind: f"{kind.__module__.removeprefix(_ROOT)}:{kind.__qualname__}")
_LEFT_OUT: Final = PerClass(_left_out)
