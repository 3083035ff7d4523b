"""The user's switches that say which mail is junk to them (Set-MailboxJunkEmailConfiguration).

Whom they block is `mailbox.blocked_senders`, which MarkAsJunk changes. ``-Enabled`` is no switch: Exchange Online's
delivery no longer heeds it ("Configure junk email settings on Exchange Online mailboxes").
"""

from fakeserver.tenant.switches.switch import switch

_PAGE = "learn.microsoft.com/defender-office-365/configure-junk-email-settings-on-exo-mailboxes"

trusted_senders: tuple[str, ...] = switch(
    (),
    listed=str,
    admin_name="Set-MailboxJunkEmailConfiguration -TrustedSendersAndDomains",
    meaning=(
        "Addresses whose mail, and mail to which, is never junk to the user; domains among them are not heeded, as in "
        "Exchange Online."
    ),
    source=_PAGE,
)
contacts_trusted: bool = switch(
    False,
    values=(True, False),
    admin_name="Set-MailboxJunkEmailConfiguration -ContactsTrusted",
    meaning="Mail of those in the user's contacts is never junk.",
    source=_PAGE,
)
trusted_lists_only: bool = switch(
    False,
    values=(True, False),
    admin_name="Set-MailboxJunkEmailConfiguration -TrustedListsOnly",
    meaning="Whatever is not from trusted senders, or from the organization, goes to Junk Email.",
    source=_PAGE,
)
