"""Inbox rules of a mailbox: what they ask of a message that arrives, and what they do with it."""
