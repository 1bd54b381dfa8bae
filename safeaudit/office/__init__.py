"""Commands on an open workbook, one set for the ribbon, the task pane, the web page and the tests; they need safeaudit[addin]."""
