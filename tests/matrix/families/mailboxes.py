"""Whose mailbox: permissions on mailboxes and folders, impersonation, senders."""

from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.matrix import kinds
from tests.matrix.lines import fine
from tests.matrix.outcomes import Autodiscover, Ews, Imap, Pop3, Smtp, send_as_denied
from tests.matrix.table import Circumstance, Family, line, nothing


def bob_full_access(tenant: Tenant, alice: User, bob: User) -> None:
    tenant.rights.add_mailbox_permission(alice, bob, "FullAccess")


def bob_send_as(tenant: Tenant, alice: User, bob: User) -> None:
    tenant.rights.add_mailbox_permission(alice, bob, "SendAs")


def bob_send_on_behalf(tenant: Tenant, alice: User, bob: User) -> None:
    tenant.rights.add_mailbox_permission(alice, bob, "SendOnBehalf")


def bob_reads_inbox(tenant: Tenant, alice: User, bob: User) -> None:
    tenant.rights.add_folder_permission(alice, "inbox", bob, "Reviewer")


def bob_reads_calendar(tenant: Tenant, alice: User, bob: User) -> None:
    tenant.rights.add_folder_permission(alice, "calendar", bob, "Reviewer")


def alice_shares(tenant: Tenant, alice: User, shared: User) -> None:
    tenant.rights.add_mailbox_permission(shared, alice, "FullAccess")


def alice_member(tenant: Tenant, alice: User, shared: User) -> None:
    tenant.rights.add_mailbox_permission(shared, alice, "FullAccess")
    tenant.rights.add_mailbox_permission(shared, alice, "SendAs")


def alice_sends_as_bob(tenant: Tenant, alice: User, bob: User) -> None:
    tenant.rights.add_mailbox_permission(bob, alice, "SendAs")


def alice_sends_for_bob(tenant: Tenant, alice: User, bob: User) -> None:
    tenant.rights.add_mailbox_permission(bob, alice, "SendOnBehalf")


def older_words(tenant: Tenant) -> None:
    tenant.policies.send_as_refusal = "5.7.60"


_NOT_CONNECTED = Imap.NOT_CONNECTED("T*", "imapsync, getmail6, oauth2-proxy")
_DENIED = Ews.ACCESS_DENIED("T", "exchangelib")
_POP3_NO = Pop3.NO("U", "no record")
_SMTP_NO = Smtp.NO("U", "no record")

OTHERS = Family(
    "Another mailbox",
    "The token is good, and `user=` (EWS: `t:Mailbox`) names a mailbox that is not the caller's. IMAP accepts the "
    "sign-in and then refuses every command; EWS says it for the folder that was asked for. What POP3 and SMTP say is "
    "not known.",
    (
        Circumstance(
            "no-permission",
            "No permission on the mailbox",
            nothing,
            (
                line(kinds.OTHER_USER, EWS=_DENIED, IMAP=_NOT_CONNECTED, POP3=_POP3_NO, SMTP=_SMTP_NO),
                line(kinds.FOR_SHARED, EWS=_DENIED, IMAP=_NOT_CONNECTED, POP3=_POP3_NO, SMTP=_SMTP_NO),
                line(
                    kinds.FOR_NOBODY,
                    EWS=Ews.NO_SUCH_MAILBOX_IN_BODY("T", "ews-managed-api"),
                    Autodiscover=Autodiscover.NOT_FOUND("T*", "clients"),
                    IMAP=_NOT_CONNECTED,
                    POP3=_POP3_NO,
                    SMTP=Smtp.NO_MAILBOX("I", "logs"),
                ),
                line(
                    kinds.NO_MAILBOX_PERMISSION,
                    EWS=Ews.IN("D", "EWSOAUTH"),
                    IMAP=Imap.NOT_CONNECTED("T*", "getmail6, oauth2-proxy"),
                    POP3=_POP3_NO,
                    SMTP=_SMTP_NO,
                ),
                line(
                    kinds.APP_FOR_NOBODY,
                    EWS=Ews.NO_SUCH_MAILBOX("T", "exchangelib"),
                    IMAP=_NOT_CONNECTED,
                    POP3=_POP3_NO,
                    SMTP=Smtp.NO_MAILBOX("I", "logs"),
                ),
                # An alias as user= fails sometimes, nobody knows when; the fake takes it.
                line(
                    kinds.BY_ALIAS,
                    IMAP=Imap.IN("U", "no record"),
                    POP3=Pop3.IN("U", "no record"),
                    SMTP=Smtp.IN("U", "no record"),
                ),
            ),
        ),
        Circumstance(
            "full-access",
            "The other user has FullAccess",
            bob_full_access,
            (
                line(
                    kinds.OTHER_USER,
                    EWS=Ews.IN("D", "EWSOAUTH"),
                    IMAP=Imap.IN("D", "IPS"),
                    POP3=Pop3.IN("D", "IPS"),
                    # FullAccess alone lets nobody send.
                    SMTP=send_as_denied("bob", "alice")("I", "logs, Notifuse"),
                ),
            ),
            really="Add-MailboxPermission alice@contoso.com -User bob@contoso.com -AccessRights FullAccess",
        ),
        Circumstance(
            "send-as",
            "The other user has SendAs, and no FullAccess",
            bob_send_as,
            (
                line(
                    kinds.OTHER_USER,
                    EWS=_DENIED,
                    IMAP=_NOT_CONNECTED,
                    POP3=_POP3_NO,
                    SMTP=Smtp.IN("I", "IPS"),
                ),
            ),
            really="Add-RecipientPermission alice@contoso.com -Trustee bob@contoso.com -AccessRights SendAs",
        ),
        Circumstance(
            "folder-shared",
            "The other user may read the Inbox (a folder permission)",
            bob_reads_inbox,
            (
                line(
                    kinds.OTHER_USER,
                    EWS=Ews.IN("D", "EWSRC"),
                    IMAP=Imap.NOT_CONNECTED("I", "getmail6"),
                    POP3=_POP3_NO,
                    SMTP=_SMTP_NO,
                ),
            ),
            really="Add-MailboxFolderPermission alice@contoso.com:\\Inbox -User bob@contoso.com -AccessRights Reviewer",
        ),
        Circumstance(
            "folder-shared-elsewhere",
            "The other user may read the calendar, and asks for the Inbox",
            bob_reads_calendar,
            (
                line(
                    kinds.OTHER_USER,
                    EWS=Ews.FOLDER_NOT_FOUND("D", "EWSRC"),
                    IMAP=Imap.NOT_CONNECTED("I", "getmail6"),
                    POP3=_POP3_NO,
                    SMTP=_SMTP_NO,
                ),
            ),
            really="Add-MailboxFolderPermission alice@contoso.com:\\Calendar -User bob@contoso.com …",
        ),
        Circumstance(
            "shared-full-access",
            "The user has FullAccess on the shared mailbox",
            alice_shares,
            (
                line(
                    kinds.FOR_SHARED,
                    EWS=Ews.IN("D", "EWSOAUTH"),
                    IMAP=Imap.IN("D", "IPS"),
                    POP3=Pop3.IN("D", "IPS"),
                    SMTP=send_as_denied("alice", "sales")("I", "logs, Notifuse"),
                ),
            ),
            really="Add-MailboxPermission sales@contoso.com -User alice@contoso.com -AccessRights FullAccess",
        ),
        Circumstance(
            "shared-member",
            "The user is a member of the shared mailbox: FullAccess and SendAs",
            alice_member,
            (fine(kinds.FOR_SHARED),),
            really="admin center: Teams & groups > Shared mailboxes > Members",
        ),
    ),
)

SENDERS = Family(
    "Another sender",
    "The mailbox is the caller's own, `From` and `MAIL FROM` are somebody else's. The refusal comes at the end of "
    "DATA.",
    (
        Circumstance(
            "sender-not-allowed",
            "No permission to send as the sender",
            nothing,
            (
                line(kinds.OTHER_SENDER, SMTP=send_as_denied("alice", "bob")("T", "logs")),
                line(kinds.UNKNOWN_SENDER, SMTP=send_as_denied("alice", "nobody")("I", "logs")),
                line(kinds.APP_OTHER_SENDER, SMTP=send_as_denied("alice", "bob")("I", "logs, IPS")),
            ),
        ),
        Circumstance(
            "sender-not-allowed-older",
            "The same, in the words of older logs",
            older_words,
            (
                line(kinds.OTHER_SENDER, SMTP=Smtp.SEND_AS_DENIED_BEFORE("T", "logs, PRINTERS")),
                line(kinds.APP_OTHER_SENDER, SMTP=Smtp.SEND_AS_DENIED_BEFORE("I", "logs, IPS")),
            ),
        ),
        Circumstance(
            "sender-send-as",
            "SendAs on the sender's mailbox",
            alice_sends_as_bob,
            (line(kinds.OTHER_SENDER, SMTP=Smtp.IN("D", "IPS")),),
            really="Add-RecipientPermission bob@contoso.com -Trustee alice@contoso.com -AccessRights SendAs",
        ),
        Circumstance(
            "sender-on-behalf",
            "SendOnBehalf on the sender's mailbox",
            alice_sends_for_bob,
            (line(kinds.OTHER_SENDER, SMTP=Smtp.IN("I", "IPS")),),
            really="Set-Mailbox bob@contoso.com -GrantSendOnBehalfTo alice@contoso.com",
        ),
    ),
)

IMPERSONATION = Family(
    "ExchangeImpersonation",
    "An application's token says whose mailbox it wants in a SOAP header; a user's must not have one.",
    (
        Circumstance(
            "impersonation",
            "An application with full_access_as_app",
            nothing,
            (
                line(kinds.BY_PRINCIPAL_NAME, EWS=Ews.IN("D", "EWSOAUTH")),
                line(kinds.BY_SID, EWS=Ews.IN("D", "EWSOAUTH")),
                line(kinds.BY_PRIMARY, EWS=Ews.IN("D", "EWSOAUTH")),
                line(kinds.BY_SMTP_ADDRESS, EWS=Ews.IN("D", "EWSOAUTH")),
                line(kinds.BY_SMTP_ALIAS, EWS=Ews.IN("I", "EWSRC")),
                line(kinds.BY_PRIMARY_ALIAS, EWS=Ews.NOT_PRIMARY("D", "EWSRC")),
                line(kinds.BY_UNKNOWN_NAME, EWS=Ews.NO_SUCH_NAME("D", "EWSRC")),
                line(kinds.BY_UNKNOWN_SID, EWS=Ews.NO_SUCH_SID("D", "EWSRC")),
                line(kinds.BY_EMPTY, EWS=Ews.EMPTY_IMPERSONATION("D", "EWSRC")),
                line(kinds.APP_ONLY_UNNAMED, EWS=Ews.NO_IMPERSONATION("T", "exchangelib")),
                # That users' tokens get this text is inferred from its wording.
                line(kinds.IMPERSONATING_USER, EWS=Ews.IMPERSONATION_BY_USER("I", "ews-managed-api")),
            ),
        ),
    ),
)
