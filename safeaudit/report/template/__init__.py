"""Word templates: how ours are built, which fields they may use, and how those of an office are checked."""
