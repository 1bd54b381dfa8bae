"""Rules XC, CL and WB: the file as a whole, single cells, and how answers are put."""
