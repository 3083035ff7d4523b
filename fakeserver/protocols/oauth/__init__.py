"""Entra ID as mail apps meet it: discovery, the sign-in pages, the token endpoint and its refusals.

`service.py` holds the routes; `rows/` and `errors.py` how a "no" is said; `grants/` one file per grant. Where the
behaviour was learnt stands in each file by the Microsoft page's path in MicrosoftDocs/entra-docs
(`docs/identity-platform/`) or by the client library that demands it.
"""
