"""Operations on folders: get, find, create, update, delete, move, copy, empty."""
