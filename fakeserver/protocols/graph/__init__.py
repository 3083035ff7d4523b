"""Microsoft Graph (v1.0): mail, and what belongs to it, over the same mailboxes as EWS, IMAP and POP3."""
