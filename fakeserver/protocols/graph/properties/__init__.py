"""The entity types of Graph, each a table of properties: how one is read, and what may be asked of it."""
