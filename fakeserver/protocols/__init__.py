"""The protocols: bytes or requests in, bytes or responses out. No sockets, no threads."""
