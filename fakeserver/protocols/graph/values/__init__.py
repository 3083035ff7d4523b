"""Complex types of events and contacts, in JSON and as the tenant has them."""
