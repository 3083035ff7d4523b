"""Faults that a test orders: what is to go wrong, where, for whom and how often. How it is done is in `edge/faults`."""
