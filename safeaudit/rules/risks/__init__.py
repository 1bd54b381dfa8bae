"""Rules RK: the risk factors one by one, and the picture they make."""
