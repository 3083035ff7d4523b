"""Operations on what is attached to messages."""
