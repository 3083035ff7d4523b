"""What an admin does with a tenant, by subject: each module is a part of `Tenant`."""
