"""What a user has chosen for their mailbox: settings, rules, categories, overrides of Focused Inbox."""
