"""The chapters of the comparison report."""
