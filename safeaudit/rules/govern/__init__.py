"""Rules RG, EN and EG: regulation, enforcement and engagement."""
