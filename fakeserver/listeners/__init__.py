"""How it travels: sockets, TLS, the thread. No word of OAuth, EWS, IMAP or POP3."""
