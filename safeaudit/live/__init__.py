"""Open workbooks as doors into the audit: Excel on this computer, and the cells a pane sends, each as the same Grid."""
