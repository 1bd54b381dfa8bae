"""Rules CO: answers that cannot all be true at once, and answers that are none."""
