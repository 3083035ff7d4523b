"""The Mailbox Rules Agent, as far as it runs inbox rules: between the junk filter and a message's place in a folder."""
