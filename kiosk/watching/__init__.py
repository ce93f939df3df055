"""How those who look after many kiosks know how each is doing. Nothing here is about a visit."""
