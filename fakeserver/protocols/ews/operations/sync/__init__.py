"""Operations that report what has changed since the client's last request."""
