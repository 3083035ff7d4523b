"""Subscriptions to change notifications of messages, and the calls that tell of them."""
