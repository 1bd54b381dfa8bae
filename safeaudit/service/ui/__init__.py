"""What people see in a browser: the task pane, the web page, and their fixed texts."""
