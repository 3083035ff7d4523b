"""What has changed since a client has asked last, and several requests in one."""
