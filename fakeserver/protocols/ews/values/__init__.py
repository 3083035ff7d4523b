"""The types of values: how each is written, read and compared; the tenant's types inside, the schema's outside."""
