"""Operations on the rules that a mailbox has for its inbox."""
