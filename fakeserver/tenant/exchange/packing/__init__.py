"""Items as octets, with nothing lost: what a backup keeps of them.

The form is this fake's own. Exchange's is a stream of MAPI properties that clients keep and give back unread.
"""
