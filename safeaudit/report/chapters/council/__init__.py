"""The chapters of the council paper: what is voted on, why, what was weighed, what it means, and by what way it goes."""
