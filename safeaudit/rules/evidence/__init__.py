"""Rules DA: sources, figures and what is made of them."""
