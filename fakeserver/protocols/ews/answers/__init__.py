"""What answers hold: response messages, shapes of items and folders."""
