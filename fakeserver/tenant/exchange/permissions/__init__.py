"""Who may open, send as and see what: the entries that an Exchange admin makes, by ids of people and folders."""
