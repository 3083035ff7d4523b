"""Out of office: what the service answers by itself to those who write to somebody away."""
