"""What an admin does with a tenant, one subject a module: each class is one attribute of `Tenant`."""
