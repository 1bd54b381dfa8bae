"""Rules GV: how flows and insecurity hang together, in markets and for people."""
