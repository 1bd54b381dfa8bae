"""Chapters on what is done about it: regulation, enforcement, engagement, resilience, partners, strategy (framework Part III)."""
