"""Operations on delegates: who acts for the owner of a mailbox, and what they see."""
