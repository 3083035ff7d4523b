"""The content of requests: the call itself, ids, pages, restrictions, new items and updates."""
