"""The tenant of ``--well-known``: what environment files can hold before anything runs.

Its ids are no GUIDs that anybody has been given, and its passwords and secrets say of themselves that they are none.
"""

#: as a configuration file has it; docs/configuration.md shows it
WELL_KNOWN = """\
tenant_id = "11111111-1111-1111-1111-111111111111"
domain = "contoso.onmicrosoft.com"

[public_app]
client_id = "22222222-2222-2222-2222-222222222222"

[daemon_app]
client_id = "33333333-3333-3333-3333-333333333333"
secret = "not-a-secret-daemon"

[[users]]
name = "alice"
password = "not-a-secret-alice"

[[users]]
name = "bob"
password = "not-a-secret-bob"

[[shared_mailboxes]]
name = "support"
"""
