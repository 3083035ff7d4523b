"""The tenant's switches: each one row, which is its attribute, its values, and what the documentation says of it.

``tenant.policies.basic_auth = True`` sets one; the door notices at the next request. What a switch does stands in its
check, in `tenant/access/checks/`, or in the protocol that reads it. Rows of one subject that has a file of its own are
taken over from there, by name.
"""

from typing import TYPE_CHECKING, Literal

from fakeserver.suggestion import unknown_name
from fakeserver.tenant.switches import budget_policies, graph_policies, sign_in_policies
from fakeserver.tenant.switches.programs import USER_AGENTS, lets_in
from fakeserver.tenant.switches.switch import Switches, switch

_EWS = "learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-ews-exchange-online"
_APPENDS = "blog.freron.com/2017/slow-descent-into-madness-exchange-imap/"
_LOGS = "protocol logs of the real service in clients' issue threads"
#: Instead of a cmdlet: admins have no such switch, but Exchange Online's servers differ in this.
_NOBODY = "none: differs by server and over time"
_LISTS = "; None leaves it to them."


class Policies(Switches):
    """The tenant's switches; a misspelt name is an AttributeError that suggests the right one."""

    # --- signing in: by password or by token, and what Entra ID requires and issues

    basic_auth = sign_in_policies.basic_auth
    basic_smtp_refusal = sign_in_policies.basic_smtp_refusal
    default_authentication_policy = sign_in_policies.default_authentication_policy
    security_defaults = sign_in_policies.security_defaults
    conditional_access = sign_in_policies.conditional_access
    strict_revocation = sign_in_policies.strict_revocation
    own_issuer = sign_in_policies.own_issuer
    oauth2_client_profile_enabled = sign_in_policies.oauth2_client_profile_enabled
    # --- how much a mailbox may do

    imap_connections = budget_policies.imap_connections
    pop_connections = budget_policies.pop_connections
    smtp_connections = budget_policies.smtp_connections
    messages_a_minute = budget_policies.messages_a_minute
    recipients_a_day = budget_policies.recipients_a_day
    ews_concurrency = budget_policies.ews_concurrency
    ews_requests_a_minute = budget_policies.ews_requests_a_minute
    ews_cost_a_minute = budget_policies.ews_cost_a_minute
    ews_subscriptions = budget_policies.ews_subscriptions
    ews_hanging_connections = budget_policies.ews_hanging_connections
    # --- Microsoft Graph

    graph_token_texts = graph_policies.graph_token_texts
    graph_inner_error = graph_policies.graph_inner_error
    graph_short_policy_text = graph_policies.graph_short_policy_text
    graph_missing_mailbox = graph_policies.graph_missing_mailbox
    graph_audience = graph_policies.graph_audience
    graph_new_id_when_sent = graph_policies.graph_new_id_when_sent
    graph_contains_needs_count = graph_policies.graph_contains_needs_count
    graph_retry_after = graph_policies.graph_retry_after
    graph_upload_names = graph_policies.graph_upload_names
    graph_subscription_minutes = graph_policies.graph_subscription_minutes
    graph_concurrency = graph_policies.graph_concurrency
    graph_requests_in_10_minutes = graph_policies.graph_requests_in_10_minutes
    graph_upload_in_30_seconds = graph_policies.graph_upload_in_30_seconds
    # --- the mailbox protocols

    smtp_auth: bool = switch(
        True,
        values=(True, False),
        admin_name="Set-TransportConfig -SmtpClientAuthenticationDisabled (the reverse)",
        meaning=(
            "Mailboxes that say nothing themselves (user.smtp_auth = None) may submit mail; new real tenants say no."
        ),
        source="learn.microsoft.com/powershell/module/exchange/set-casmailbox (SmtpClientAuthenticationDisabled)",
    )
    app_only_mail_protocols: bool = switch(
        True,
        values=(True, False),
        admin_name=(
            "none: Microsoft's documentation of 2020 to 2022 says that client credentials are not supported here"
        ),
        meaning="App-only tokens open IMAP, POP3 and SMTP; False turns them away, as the older documentation says.",
        source=(
            "learn.microsoft.com/exchange/client-developer/legacy-protocols/"
            "how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth"
        ),
    )
    external_forwarding: bool = switch(
        False,
        values=(True, False),
        admin_name="Set-HostedOutboundSpamFilterPolicy -AutoForwardingMode (On or Automatic)",
        meaning=(
            "What inbox rules forward or redirect leaves the organization; otherwise it comes back, as `550 5.7.520`."
        ),
        source="learn.microsoft.com/defender-office-365/outbound-spam-policies-external-email-forwarding",
    )
    public_folders: bool = switch(
        True,
        values=(True, False),
        admin_name="Set-OrganizationConfig -PublicFoldersEnabled (Local, or None)",
        meaning=(
            "The tenant's public folders are there for clients, once there are any; False: as where none were deployed."
        ),
        source="learn.microsoft.com/powershell/module/exchange/set-organizationconfig (PublicFoldersEnabled)",
    )
    # --- what the service makes of a message; Exchange does so in all tenants, and a test sees its own octets otherwise

    deliver_to_header_recipients: bool = switch(
        False,
        values=(True, False),
        admin_name=_NOBODY,
        meaning="Whoever stands in To, Cc or Bcc of a message submitted by SMTP gets it, named by RCPT TO or not.",
        source="github swiftmailer/swiftmailer#1132",
    )
    convert_header: bool = switch(
        False,
        values=(True, False),
        admin_name="none: the conversion of content",
        meaning="The header of a message submitted as MIME is written anew in seven bits, with encoded words.",
        source="github kisli/vmime#209",
    )
    rewrite_mime: bool = switch(
        False,
        values=(True, False),
        admin_name="none: the conversion of content",
        meaning=(
            "A message submitted, or put into a mailbox by IMAP, is written anew: fields in another order, other "
            "boundaries, CRLF at the end of every line, and no X-MS-Exchange- fields of its own."
        ),
        source="learn.microsoft.com/exchange/mail-flow/content-conversion/content-conversion",
    )
    replace_message_id: bool = switch(
        False,
        values=(True, False),
        admin_name=_NOBODY,
        meaning=(
            "A message submitted as MIME gets another Message-ID; its own stands in X-Microsoft-Original-Message-ID."
        ),
        source=_LOGS,
    )
    ews_control_characters: bool = switch(
        False,
        values=(True, False),
        admin_name="none: EWS writes what XML 1.0 forbids",
        meaning=(
            "Control characters stand in EWS answers as references (&#x11;), which strict parsers refuse; otherwise as "
            "U+FFFD."
        ),
        source="github ecederstrand/exchangelib#1200",
    )
    imap_append_line_limit: int | None = switch(
        None,
        values=(None,),
        kind=int,
        known=lambda octets: octets > 0,
        described="a positive int",
        admin_name=_NOBODY,
        meaning=(
            "IMAP APPEND refuses a message with a line of more octets (`BAD Command Error. 10`); the real one does at "
            "some 10500."
        ),
        source=_APPENDS,
    )
    imap_append_refuses: str | None = switch(
        None,
        values=(None,),
        kind=str,
        known=bool,
        described="a text that is not empty",
        admin_name="none: Exchange cannot convert some messages",
        meaning=(
            "IMAP APPEND refuses a message that has this text in it (`BAD Command Argument Error. 11`), as one that it "
            "cannot convert."
        ),
        source=_APPENDS,
    )
    # --- EWS: the switches of its retirement, and the older lists of user agents

    ews_enabled: bool | None = switch(
        True,
        values=(True, None, False),
        admin_name="Set-OrganizationConfig -EwsEnabled",
        meaning="EWS answers for the organization; real ones that did nothing (None) lose it since October 2026.",
        source=_EWS,
    )
    ews_allowed_app_ids: tuple[str, ...] | None = switch(
        None,
        values=(None,),
        listed=str,
        admin_name="Set-OrganizationConfig -EwsAllowedAppIDs",
        meaning="Client ids of the only applications that EWS answers (with ews_enabled); None or an empty list: all.",
        source=_EWS,
    )
    ews_application_access_policy: str | None = switch(
        None,
        values=(None, "EnforceAllowList", "EnforceBlockList"),
        admin_name="Set-OrganizationConfig -EwsApplicationAccessPolicy",
        meaning="Which list of user agents holds for EWS; None: neither.",
        source=USER_AGENTS,
    )
    ews_allow_list: tuple[str, ...] | None = switch(
        None,
        values=(None,),
        listed=str,
        admin_name="Set-OrganizationConfig -EwsAllowList",
        meaning=(
            "User agents that EWS lets in under EnforceAllowList, with * as wildcard; an empty list lets nobody in."
        ),
        source=USER_AGENTS,
    )
    ews_block_list: tuple[str, ...] | None = switch(
        None,
        values=(None,),
        listed=str,
        admin_name="Set-OrganizationConfig -EwsBlockList",
        meaning="User agents that EWS keeps out under EnforceBlockList, with * as wildcard.",
        source=USER_AGENTS,
    )
    ews_allow_outlook: bool | None = lets_in("Outlook", "Set-OrganizationConfig -EwsAllowOutlook", _LISTS)
    ews_allow_mac_outlook: bool | None = lets_in(
        "Outlook for Mac", "Set-OrganizationConfig -EwsAllowMacOutlook", _LISTS
    )
    ews_allow_entourage: bool | None = lets_in("Entourage", "Set-OrganizationConfig -EwsAllowEntourage", _LISTS)
    # --- what differs between Exchange Online's own servers; these change answers and refuse nobody

    ews_headers: Literal["2020", "2025"] = switch(
        "2025",
        values=("2020", "2025"),
        admin_name=_NOBODY,
        meaning="Of which year the header fields of EWS and Autodiscover answers are; EWS's were recorded whole.",
        source="answers of Exchange Online, recorded in the test suite of github Garethp/php-ews",
    )
    imap_generation: str = switch(
        "b",
        values=("a", "b", "c", "rev2"),
        admin_name=_NOBODY,
        meaning=(
            "What IMAP's CAPABILITY says: to 2024, to 2026, since 2026-09 with LOGINDISABLED, and with IMAP4rev2, "
            "which cannot be enabled here."
        ),
        source=_LOGS,
    )
    imap_greeting: str = switch(
        "classic",
        values=("classic", "tcpproxy"),
        admin_name=_NOBODY,
        meaning="IMAP's greeting: the one of many years, or that of the proxies since 2026-09.",
        source=_LOGS,
    )
    imap_special_use: bool = switch(
        True,
        values=(True, False),
        admin_name=_NOBODY,
        meaning="LIST shows special-use attributes such as \\Sent; some mailboxes have them and some have not.",
        source=_LOGS,
    )
    imap_idle: str = switch(
        "at_once",
        values=("at_once", "exists_first", "silent"),
        admin_name=_NOBODY,
        meaning=(
            "What an idling client is sent: each change at once, what came before IDLE ahead of `+ IDLE accepted`, or "
            "nothing until its NOOP."
        ),
        source="github Webklex/php-imap#258, d99kris/nmail#112",
    )
    imap_expunge: bool = switch(
        True,
        values=(True, False),
        admin_name="Get-MailboxFolderStatistics -FolderScope RecoverableItems: full, or held back",
        meaning="IMAP's EXPUNGE works; False: it is answered NO EXPUNGE failed, and messages stay, after CLOSE too.",
        source="github jstedfast/MailKit#607, zammad/zammad-admin-documentation#125",
    )
    imap_unreadable: tuple[str, ...] = switch(
        (),
        listed=str,
        admin_name="none: messages that Exchange cannot convert to MIME",
        meaning="Subjects of messages that IMAP cannot show; imap_unreadable_answer says what FETCH answers.",
        source="github jstedfast/MailKit#908, Foundry376/Mailspring#2038, freescout-help-desk/freescout#3203",
    )
    imap_unreadable_answer: str = switch(
        "substitute",
        values=("substitute", "nothing"),
        admin_name=_NOBODY,
        meaning=(
            "What FETCH answers for imap_unreadable: a message with the subject 'Retrieval using the IMAP4 protocol "
            "failed for the following message: <n>', or OK without the message."
        ),
        source="github jstedfast/MailKit#908, Foundry376/Mailspring#2038, freescout-help-desk/freescout#3203",
    )
    pop_one_line_auth: bool = switch(
        False,
        values=(True, False),
        admin_name=_NOBODY,
        meaning="POP3 takes AUTH XOAUTH2 with the response on the same line; the real one closes the connection.",
        source=_LOGS,
    )
    sasl_failure_challenge: bool = switch(
        False,
        values=(True, False),
        admin_name="none: Exchange Online sends none; other services do",
        meaning="A refused XOAUTH2 first gets a challenge with base64 JSON, as Google sends it; for robust clients.",
        source="developers.google.com/workspace/gmail/imap/xoauth2-protocol",
    )
    send_as_refusal: str = switch(
        "5.2.252",
        values=("5.2.252", "5.7.60"),
        admin_name=_NOBODY,
        meaning="Which words SMTP has for a sender that isn't allowed: today's, or those of older logs.",
        source=_LOGS,
    )
    error_separator: str = switch(
        " ",
        values=(" ", "\r\n"),
        admin_name=_NOBODY,
        meaning=(
            "What stands before Trace ID, Correlation ID and Timestamp: a space since November 2023, CR LF up to "
            "August 2023."
        ),
        source="github Azure/azure-sdk-for-js, sdk/identity/identity/recordings",
    )

    if not TYPE_CHECKING:
        # Type checkers find misspelt names by themselves, unless a class has this.
        def __getattr__(self, name: str) -> object:
            raise unknown_name(self, name, self.rows)

    def __repr__(self) -> str:
        changed = (
            f"{name}={getattr(self, name)!r}" for name, row in self.rows.items() if getattr(self, name) != row.default
        )
        return f"<Policies {', '.join(changed) or 'as they come'}>"
