"""Availability: when somebody is busy, as others may see it, and when they could meet."""
