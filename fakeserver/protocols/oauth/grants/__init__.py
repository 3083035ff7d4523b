"""One file per grant: each reads what its grant needs, asks the tenant, and returns the tokens."""
