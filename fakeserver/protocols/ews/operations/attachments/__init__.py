"""Operations on attachments: create, get, delete."""
