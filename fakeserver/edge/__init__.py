"""The edge between protocols and tenant: one exchange, from the request to the answer."""
