"""Operations on what a mailbox answers by itself while its owner is away."""
