"""The ribbon of desktop Excel: its buttons in words, its sources in VBA, and the add-in file built from them."""

from pathlib import Path

FOLDER = Path(__file__).parent
FILE = FOLDER / "safeaudit.xlam"
"""The built add-in, committed and proven current."""
SCRIPT = FOLDER / "safeaudit.applescript"
"""What lets Excel on a Mac start Python; the word INTERPRETER stands for its path."""
