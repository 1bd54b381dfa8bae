"""What the command line prints: counts first, findings grouped, colour only on a terminal that wants it."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from safeaudit.findings import FindingGroup, Severity, counts, grouped
from safeaudit.words import N_, Words

if TYPE_CHECKING:
    from safeaudit.audit import Audit
    from safeaudit.findings import Finding

COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.ADVICE: "36"}
NAMES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.ADVICE: N_("advice")}
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.ADVICE: "·"}


class Console:
    """Prints to standard output; progress and failures go to standard error."""

    def __init__(self, *, width: int = 0, colour: bool | None = None) -> None:
        plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
        self.colour = sys.stdout.isatty() and not plain if colour is None else colour
        self.width = width or max(40, min(110, shutil.get_terminal_size((100, 24)).columns))

    def print(self, text: str) -> None:
        print(text)

    def error(self, text: str) -> None:
        text = _harmless(text)
        print(textwrap.fill(text, self.width) if sys.stderr.isatty() else text, file=sys.stderr)

    def note(self, text: str) -> None:
        """Something said beside the result: on standard error, so that machine-readable output stays clean."""
        print(text, file=sys.stderr)

    def heading(self, text: str) -> None:
        print(self._styled(self._wrapped(_harmless(text), "", "  "), "1"))

    def pair(self, label: str, text: str) -> None:
        """A label and its text, wrapped under itself."""
        lead = f"  {label}: "
        print(self._wrapped(text, lead, " " * 4))

    def item(self, text: str, sign: str = "·") -> None:
        """One line of a list."""
        print(self._wrapped(text, f"  {sign} ", "    "))

    def lines(self, texts: Iterable[str]) -> None:
        """Lines that bring their own indentation, each wrapped under itself."""
        for text in texts:
            lead = text[: len(text) - len(text.lstrip())]
            print(self._wrapped(text.lstrip(), lead, lead + "    ") if text.strip() else "")

    def severity(self, severity: Severity, say: Words) -> str:
        return say.t(NAMES[severity])

    def _styled(self, text: str, code: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self.colour else text

    def _wrapped(self, text: str, lead: str, indent: str) -> str:
        return textwrap.fill(
            text,
            self.width,
            initial_indent=lead,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )

    # Findings --------------------------------------------------------------------------------------------------------

    def findings(self, audit: Audit, findings: Sequence[Finding], *, limit: int | None) -> None:
        """Counts, then one block a group with its first `limit` places (None: all), then the next step."""
        from safeaudit.coverage import coverage
        from safeaudit.coverage.said import all_four

        say = audit.words
        name = audit.profile.city or audit.source
        self.heading(say.t("{city}: {shares}", city=name, shares=all_four(coverage(audit).whole, say)))
        print(self._wrapped(self._counts(findings, say), "  ", "  "))
        for group in grouped(findings):
            print()
            self._group(group, say, limit)
        print()
        self.print(self._wrapped(self._next(audit, findings, say), "", ""))

    def brief(self, file: str, audit: Audit, findings: Sequence[Finding]) -> str:
        """One workbook among many, in one line."""
        from safeaudit.coverage import coverage
        from safeaudit.coverage.said import three

        say = audit.words
        shares = three(coverage(audit).whole, say)
        return _harmless(
            " · ".join(each for each in (file, audit.profile.city, shares, self._counts(findings, say)) if each)
        )

    def _counts(self, findings: Sequence[Finding], say: Words) -> str:
        found = counts(findings)
        if not findings:
            return say.t("No findings.")
        return " · ".join(
            (
                say.n("{count} error", "{count} errors", found["error"]),
                say.n("{count} warning", "{count} warnings", found["warning"]),
                say.n("{count} piece of advice", "{count} pieces of advice", found["advice"]),
                *([say.n("{count} accepted", "{count} accepted", found["accepted"])] if found["accepted"] else []),
            )
        )

    def _group(self, group: FindingGroup, say: Words, limit: int | None) -> None:
        mark = f"{SIGNS[group.severity]} {say.t(NAMES[group.severity])} {group.rule}"
        print(self._styled(mark, COLOURS[group.severity]))
        shown, hidden = group.findings[:limit], group.findings[limit:] if limit else ()
        for finding in shown:
            place = f"{finding.place}: " if finding.place else ""
            print(self._wrapped(place + finding.message, "    ", "      "))
        if hidden:
            sheets = Counter(finding.sheet for finding in hidden if finding.sheet)
            where = ", ".join(f"{sheet} {count}" for sheet, count in sheets.items())
            more = say.n("and {count} more", "and {count} more", len(hidden))
            print(self._wrapped(f"{more} ({where})" if where else more, "    ", "      "))
        if group.findings[0].accepted:
            print(self._wrapped(say.t("Accepted: {reason}", reason=group.findings[0].accepted), "    ✓ ", "      "))
            return
        print(self._wrapped(group.remedy, "    → ", "      "))

    def _next(self, audit: Audit, findings: Sequence[Finding], say: Words) -> str:
        from safeaudit.coverage import thin

        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        if errors:
            first = errors[0]
            return say.t(
                "Next: mend the errors first, beginning with {place}. To learn more: safeaudit explain {rule}",
                place=first.place or first.rule,
                rule=first.rule,
            )
        if thin(audit):
            return say.t(
                "Next: go on with the answers. While less than {share} % is known, the report says what you have and is no "
                "strategy yet.",
                share=f"{audit.edition.settings['enough_known']:g}",
            )
        if any(finding.severity is Severity.WARNING and not finding.accepted for finding in findings):
            return say.t("Next: mend the warnings, or accept them with a reason. No error blocks the final report.")
        return say.t("Next: make the report with: safeaudit report FILE")

    # Progress --------------------------------------------------------------------------------------------------------

    @contextmanager
    def steps(self, count: int) -> Iterator[Callable[[str], None]]:
        """Tell each step of a longer job: a bar on a terminal, a plain line elsewhere."""
        done = 0
        live = sys.stderr.isatty()

        def step(text: str) -> None:
            nonlocal done
            done += 1
            bar = "█" * done + "░" * (count - done)
            line = f"{bar} {done}/{count} {text} …"
            print(f"\r\033[K{line}" if live else line, end="" if live else "\n", file=sys.stderr, flush=True)

        try:
            yield step
        finally:
            if live:
                print("\r\033[K", end="", file=sys.stderr, flush=True)

    @contextmanager
    def progress(self, count: int) -> Iterator[Callable[[int, str], None]]:
        """Tell how many of many files are done: a bar on a terminal, nothing elsewhere. An empty text takes it away."""
        live = sys.stderr.isatty()

        def tell(done: int, text: str) -> None:
            if live:
                whole = 20 * done // count
                line = f"{'█' * whole}{'░' * (20 - whole)} {done}/{count} {_harmless(text)}" if text else ""
                print(f"\r\033[K{line[: self.width - 1]}", end="", file=sys.stderr, flush=True)

        try:
            yield tell
        finally:
            tell(0, "")


def _harmless(text: str) -> str:
    """A line that a file name cannot break in two or fill with a terminal's commands."""
    return _CONTROLS.sub("\ufffd", text)
