"""Operations on people: personas, who are contacts of a mailbox or entries of the directory."""
