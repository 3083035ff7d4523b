"""Entra ID as mail apps meet it: discovery, the sign-in pages, the token endpoint and its refusals.

`service.py` holds the routes; `rows/` and `errors.py` the words of its refusals; `grants/` one file per grant. Each
file names the source of its behaviour: a page in MicrosoftDocs/entra-docs (`docs/identity-platform/`), or the client
library that demands it.
"""
