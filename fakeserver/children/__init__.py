"""Programs in other processes and other languages, led to a running fake.

``environment.py`` makes the environment that leads a child where its program reads one; ``python/`` and ``node/`` hold
what those two run at their start. ``isolation/`` is for all others: namespaces of Linux, in which the real names and
ports are the fake's.
"""
