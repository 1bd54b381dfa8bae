"""The add-in without a spreadsheet program: workbooks come in as JSON or bytes, answers go out, each worked out in a process of its own."""
