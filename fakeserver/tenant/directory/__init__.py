"""Who and what the tenant knows: users, applications, the permissions they may have and the consent they were given."""
