"""Filling mailboxes from files: messages, calendars and contacts as other programs write them."""
