"""What requests hold: the call itself, ids, pages, restrictions, new items and updates."""
