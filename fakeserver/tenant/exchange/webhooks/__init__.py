"""Whose services are told of what happens to messages, and of what becomes of that: Graph's change notifications.

What is told, and when, stands here. A protocol says it: see `Reporter`.
"""
