"""iCalendar (RFC 5545, RFC 5546) in and out: what meetings travel as, and what calendars are exchanged in."""
