"""The conversations of a mailbox: which items belong together, and what is to become of those that come."""
