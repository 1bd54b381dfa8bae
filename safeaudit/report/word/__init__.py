"""From plain data to a Word file: filling a template, and what is done to the document afterwards."""
