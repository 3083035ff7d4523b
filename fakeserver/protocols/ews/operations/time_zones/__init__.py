"""Operations on time zones."""
