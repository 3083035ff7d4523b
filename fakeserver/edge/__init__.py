"""Where every protocol meets the tenant: one exchange, from the question to the answer."""
