"""Operations on conversations: what belongs together, wherever in the mailbox it lies."""
