"""Meetings between mailboxes: invitations, answers, updates and cancellations, and what becomes of them on arrival."""
