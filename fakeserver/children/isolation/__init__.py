"""A network of its own for a command, in which the real service's names and ports are the fake's. Linux only.

``network.py`` makes one and takes it down. ``inside.py`` runs in a process that enters new namespaces, binds the ports
there and hands them, open, to the fake's process, which answers on them: nothing relays. ``enter.py`` becomes the
command. ``files.py`` has what the command sees under /etc, ``missing.py`` says why a machine cannot.
"""
