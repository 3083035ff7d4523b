"""What items mean: appointments, contacts, tasks, distribution lists and the values that they are made of.

Plain facts that every protocol can show; how they are written is each protocol's own affair. An item keeps them by
name among its properties; the fields of a kind say which names it has, and of which type their values are.
"""
