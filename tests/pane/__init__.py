"""The task pane in a browser: a fake Excel over a real workbook, and a server of its own."""
