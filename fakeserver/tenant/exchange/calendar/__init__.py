"""A mailbox's calendars: what takes place when, with the appointments of series one by one."""
