"""Rules DE, PB, PI and BU: the decision on the plan, the problems people name, the priorities, and money by source and year."""
