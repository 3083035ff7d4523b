"""Messages as clients write them: from JSON to what the tenant makes items of. What is not known is refused."""
