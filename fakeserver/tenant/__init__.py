"""What is true: users, applications, tokens, mailboxes, switches and refusals. No wire bytes, no sockets, no await."""
