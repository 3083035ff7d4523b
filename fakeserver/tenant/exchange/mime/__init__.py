"""Messages as octets: read into parts, fields and addresses, and rendered from properties."""
