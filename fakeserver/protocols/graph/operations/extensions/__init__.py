"""Operations on the open extensions of messages."""
