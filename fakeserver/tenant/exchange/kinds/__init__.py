"""What items mean: appointments, contacts, tasks, distribution lists and the values that they are made of.

Plain facts that every protocol can show; each protocol decides how they are written. An item keeps them by name among
its properties; the fields of a kind say which names it has, and of which type their values are.
"""
