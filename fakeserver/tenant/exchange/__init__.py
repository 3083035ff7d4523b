"""Mailboxes, folders, items: what the tenant keeps, whichever protocol looks at it."""
