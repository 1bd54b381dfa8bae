"""Catalogues, one a language (gettext). English is the source; `qps` is the pseudo-language that proves nothing is hard-coded."""

AVAILABLE: tuple[str, ...] = ("en",)
"""Languages people can choose, as BCP 47 codes."""

PSEUDO = "qps"
