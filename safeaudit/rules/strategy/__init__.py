"""Rules ST and PR: the actions, their balance, principles and prerequisites."""
