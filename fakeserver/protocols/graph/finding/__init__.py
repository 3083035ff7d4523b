"""From the values of a query to what is asked of the items of a mailbox."""
