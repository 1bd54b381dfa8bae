"""The chapters of the rapid report: in the order in which a council decides, from answers of one click."""
