"""Control from outside: the API at ``/_fake/api``, and the page at ``/_fake/`` that shows a person the same.

It stands above the other protocols, since it shows what each of them says. A resource is one file in `resources`; its
functions are the API's operations, and the document of OpenAPI is made of their signatures.
"""
