"""The chapters of the documents, one file a chapter."""
