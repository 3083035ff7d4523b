"""Operations on the pictures of users."""
