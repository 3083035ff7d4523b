"""Where a fault can happen: the names of the protocols and of what is asked there, as a test spells them.

The names of operations are the protocols' own; a test compares them with what the protocols know.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from fakeserver.suggestion import did_you_mean, suggestion

#: IMAP, POP3 and SMTP.
MailPlace: TypeAlias = Literal["imap", "pop3", "smtp"]
#: Exchange Online over HTTP.
WebPlace: TypeAlias = Literal["ews", "autodiscover", "graph"]
#: Entra ID: all of it (`oauth`), or one of its endpoints.
SignInPlace: TypeAlias = Literal["oauth", "token", "authorize", "devicecode", "keys", "discovery"]
Place: TypeAlias = Literal[MailPlace, WebPlace, SignInPlace]

MAIL: tuple[Place, ...] = ("imap", "pop3", "smtp")
WEB: tuple[Place, ...] = ("ews", "autodiscover", "graph")
SIGN_IN: tuple[Place, ...] = ("oauth", "token", "authorize", "devicecode", "keys", "discovery")
EVERYWHERE: tuple[Place, ...] = (*MAIL, *WEB, *SIGN_IN)

#: The moment at which a client has connected, and gets its greeting.
CONNECT = "connect"
#: That before it, of TLS.
HANDSHAKE = "TLS handshake"
#: What is asked while nobody is known, neither a user nor an application.
NOBODY_KNOWN = frozenset({CONNECT, HANDSHAKE, "keys", "openid-configuration", "instance"})


class Named(NamedTuple):
    """What a place's name stands for."""

    #: the protocol, as the journal names it
    protocol: str
    #: what can be asked there, as the journal names it
    operations: tuple[str, ...]
    #: whether it is all of the protocol: what is noted there by another name, or by none, as well
    is_whole: bool = False


_IMAP = (
    "CAPABILITY NOOP LOGOUT ID AUTHENTICATE LOGIN ENABLE SELECT EXAMINE CREATE DELETE RENAME SUBSCRIBE UNSUBSCRIBE "
    "LIST LSUB NAMESPACE STATUS APPEND IDLE CHECK CLOSE UNSELECT EXPUNGE SEARCH FETCH STORE COPY MOVE"
)
_POP3 = "CAPA AUTH USER PASS STAT LIST UIDL RETR TOP DELE RSET NOOP QUIT"
#: DATA is the message, whichever command brings it: what goes wrong is the answer to its end.
_SMTP = "HELO EHLO STARTTLS AUTH MAIL RCPT DATA RSET NOOP HELP VRFY EXPN TURN QUIT"
_EWS = (
    "AddDelegate ApplyConversationAction ArchiveItem ConvertId CopyFolder CopyItem CreateAttachment CreateFolder "
    "CreateFolderPath CreateItem CreateUserConfiguration DeleteAttachment DeleteFolder DeleteItem "
    "DeleteUserConfiguration EmptyFolder ExpandDL ExportItems FindConversation FindFolder FindItem FindPeople "
    "GetAppManifests GetAppMarketplaceUrl GetAttachment GetConversationItems GetDelegate GetEvents GetFolder "
    "GetInboxRules GetItem GetMailTips GetPasswordExpirationDate GetPersona GetReminders GetRoomLists GetRooms "
    "GetSearchableMailboxes GetServerTimeZones GetServiceConfiguration GetStreamingEvents GetUserAvailability "
    "GetUserConfiguration GetUserOofSettings GetUserPhoto GetUserRetentionPolicyTags MarkAllItemsAsRead MarkAsJunk "
    "MoveFolder MoveItem PerformReminderAction RemoveDelegate ResolveNames SendItem SetUserOofSettings SetUserPhoto "
    "Subscribe SyncFolderHierarchy SyncFolderItems Unsubscribe UpdateDelegate UpdateFolder UpdateInboxRules "
    "UpdateItem UpdateUserConfiguration UploadItems"
)
_GRAPH = (
    "AcceptEvent Batch CancelEvent CopyFolder CopyMessage CountAttachments CountChildFolders CountContacts "
    "CountEvents CountFolderMessages CountFolders CountMessages CountUsers CreateAttachment CreateCalendar "
    "CreateChildFolder CreateContact CreateContactFolder CreateEvent CreateExtension CreateFolder CreateForward "
    "CreateMasterCategory CreateMessage CreateMessageInFolder CreateMessageRule CreateOverride CreateReply "
    "CreateReplyAll CreateSubscription CreateUploadSession DeclineEvent DeleteAttachment DeleteCalendar DeleteContact "
    "DeleteContactFolder DeleteEvent DeleteExtension DeleteFolder DeleteMasterCategory DeleteMessage "
    "DeleteMessageRule DeleteOverride DeleteSubscription DismissReminder Forward ForwardEvent GetAttachment "
    "GetAttachmentContent GetCalendar GetContact GetContactFolder GetEvent GetEventOfMessage GetExtension GetFolder "
    "GetMailTips GetMailboxSetting GetMailboxSettings GetMasterCategory GetMessage GetMessageContent GetMessageRule "
    "GetOverride GetSchedule GetSubscription GetUser ListAttachments ListCalendarView ListCalendars "
    "ListChangedContacts ListChangedEvents ListChangedFolders ListChangedMessages ListChildContactFolders "
    "ListChildFolders ListContactFolders ListContacts ListEvents ListExtensions ListFolderMessages ListFolders "
    "ListInstances ListMasterCategories ListMessageRules ListMessages ListOverrides ListReminderView "
    "ListSubscriptions ListSupportedLanguages ListSupportedTimeZones ListUsers MoveFolder MoveMessage "
    "PermanentlyDeleteCalendar PermanentlyDeleteContact PermanentlyDeleteContactFolder PermanentlyDeleteEvent "
    "PermanentlyDeleteFolder PermanentlyDeleteMessage ReauthorizeSubscription Reply ReplyAll SendMail SendMessage "
    "SnoozeReminder TentativelyAcceptEvent TranslateExchangeIds UpdateCalendar UpdateContact UpdateContactFolder "
    "UpdateEvent UpdateExtension UpdateFolder UpdateMailboxSettings UpdateMasterCategory UpdateMessage "
    "UpdateMessageRule UpdateOverride UpdateSubscription UploadAttachment"
)
_OAUTH = (
    "openid-configuration keys instance authorize token devicecode logout adminconsent userinfo login processauth "
    "termsofuse appverify set error devicelogin device deviceauth nativeclient userrealm getcredentialtype "
    "beginauth endauth"
)

PLACES: Mapping[str, Named] = MappingProxyType(
    {
        "imap": Named("IMAP", (CONNECT, *_IMAP.split()), is_whole=True),
        "pop3": Named("POP3", (CONNECT, *_POP3.split()), is_whole=True),
        "smtp": Named("SMTP", (CONNECT, *_SMTP.split()), is_whole=True),
        "ews": Named("EWS", tuple(_EWS.split()), is_whole=True),
        "autodiscover": Named(
            "Autodiscover", ("autodiscover.xml", "autodiscover.svc", "autodiscover.json"), is_whole=True
        ),
        "graph": Named("Graph", tuple(_GRAPH.split()), is_whole=True),
        "oauth": Named("OAuth", tuple(_OAUTH.split()), is_whole=True),
        "token": Named("OAuth", ("token",)),
        "authorize": Named("OAuth", ("authorize",)),
        "devicecode": Named("OAuth", ("devicecode",)),
        "keys": Named("OAuth", ("keys",)),
        "discovery": Named("OAuth", ("openid-configuration", "instance")),
    }
)


def named(place: str, operation: str, among: tuple[Place, ...]) -> Named:
    """Return what a place and an operation stand for; without an operation, everything that is asked there.

    Args:
        among: the places where the fault can happen.

    Raises:
        ValueError: there is no such place, the fault cannot happen there, or nothing of that name is asked there.
    """
    if place not in among:
        if place in PLACES:
            raise ValueError(f"this fault cannot happen at {place!r}{suggestion(place, among)}")
        known = did_you_mean(place, among) or f"{suggestion(place, among)}; for whom is said by user= or app="
        raise ValueError(f"there is no place {place!r}{known}")
    whole = PLACES[place]
    if not operation:
        return whole
    for known in whole.operations:
        if known.lower() == operation.lower():
            return Named(whole.protocol, (known,))
    raise ValueError(f"{place} has no operation {operation!r}{suggestion(operation, whole.operations)}")
