"""The content of answers: forms, response messages, shapes of items and folders."""
