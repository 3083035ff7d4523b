"""One small file for each EWS operation; the registry loads every module below here."""
