"""What answers a message: replies and forwards, made of the original as Exchange makes them."""
