"""Chapters on what was found: questions, risks, figures, flows, markets, places, the system map (framework Part II)."""
