"""SMTP submission as smtp.office365.com speaks it.

``session`` is the conversation, without a socket; ``grammar`` reads its commands, ``replies`` and ``errors`` hold its
words, ``submission`` is one message on its way.
"""
