"""Files as doors into the audit: every format becomes the same Grid, nothing in a file runs, and what is hostile is refused."""
