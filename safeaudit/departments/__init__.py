"""Departments fill one audit together: a workbook for each of them, and one workbook made of theirs."""
