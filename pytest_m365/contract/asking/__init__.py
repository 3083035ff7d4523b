"""Raw clients: what is sent and what comes back, to the letter, over connections to the target's own hosts alone."""
