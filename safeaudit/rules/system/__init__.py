"""Rules AC and SY: the actors, and the paths of the system map."""
