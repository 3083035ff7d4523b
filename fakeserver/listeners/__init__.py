"""Transport: sockets, TLS, the thread. Nothing here knows OAuth, EWS, IMAP or POP3."""
