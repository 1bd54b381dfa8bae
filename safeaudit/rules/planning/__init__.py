"""Rules PL and RS: city planning and the resilience of areas."""
