"""The add-in: one set of commands for the ribbon, the task pane, the web page and the tests; it needs safeaudit[addin]."""
