"""The way in: from a credential to a mailbox, past the permissions, the switches and the mailbox's own rights."""
