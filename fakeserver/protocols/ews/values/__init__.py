"""Types of values: how each is converted between the schema's elements and the tenant's types, and compared."""
