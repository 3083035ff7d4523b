"""Users, as far as programs for mail ask for them."""
