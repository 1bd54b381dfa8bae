"""Rules PA: partners for resilience work, and the work itself."""
