"""Rules FL: the flows and their prices."""
