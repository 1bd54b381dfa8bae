"""How a text is said: sentences that know their cells, the turns of phrase chapters share, the layout they fill."""
