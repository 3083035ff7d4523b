"""A server's tenants in one file, so that mail, ids and tokens outlive a restart: ``fakeserver serve --state FILE``.

What is kept, and what is not: docs/state.md. `state` is the door; `known` says of each class of the tenant what becomes
of its objects.
"""
