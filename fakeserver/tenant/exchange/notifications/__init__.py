"""Who has asked to be told of what happens in a mailbox, and what they are told of each change in its log.

A subscription is a place in the log, so that nothing is lost while nobody listens, and nothing is kept twice.
"""
