"""`trace_report`: which texts and figures of a report still match the workbook, which were edited by hand, which are out of date.

A text matches when the program would write the very same text from the workbook as it is now; where that cannot be asked
(another version of the program, a kind of report made from two workbooks), it matches while its cells show what they showed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from safeaudit.audit import Audit
from safeaudit.findings import Finding
from safeaudit.report.trace.compare import Changed, State, Text, compare
from safeaudit.report.trace.listed import TraceList, from_json
from safeaudit.report.trace.printed import NOT_TRACED, as_json, lines
from safeaudit.report.trace.result import TraceResult
from safeaudit.report.trace.returned import NotTraced, Returned, read_file, read_report
from safeaudit.report.trace.today import today
from safeaudit.report.writing.ties import Values
from safeaudit.words import words

__all__ = ["Changed", "NotTraced", "State", "Text", "TraceResult", "as_json", "lines", "refusal", "trace_report"]


def trace_report(
    report: Path,
    workbook: Path | Audit,
    key: Path | None = None,
    *,
    findings: Sequence[Finding] | None = None,
    language: str | None = None,
) -> TraceResult:
    """Compare a report, as it came back from Word or LibreOffice, with a workbook.

    `key` is the sidecar of the report, or the key of a public one; by default the one that lies beside it · `findings` of
    the checks (they are run when not given) · `language` of what is said about a workbook that cannot be read.
    NotTraced when the report cannot be read or is none of ours, doors.NotReadable when the workbook cannot be read.
    """
    returned = read_report(report)
    told = _list_of(report, returned, key)
    audit = _audit(workbook, language)
    made = told["made"]
    now = today(audit, findings, made, [entry.get("figure", "") for entry in told["entries"]])
    values = Values(now.audit if now is not None else _in_language(audit, made), audit)
    ids = (made.get("workbook_id", ""), audit.workbook_id)
    return TraceResult(
        report=report.name,
        workbook=audit.source,
        made=made,
        other_workbook=all(ids) and ids[0] != ids[1],
        key_missing=made.get("audience") == "public" and not told["cells"],
        unmarked=not returned.controls,
        texts=tuple(compare(told, returned, values, now)),
        headings=dict(now.headings) if now is not None else {},
    )


def refusal(fault: NotTraced, file: Path, language: str = "en") -> str:
    """The sentence for a report that cannot be traced."""
    return words(language).t(NOT_TRACED.get(fault.code, NOT_TRACED["damaged"]), file=file.name)


def _list_of(report: Path, returned: Returned, key: Path | None) -> TraceList:
    """The trace list: from the key, or inside the report, or beside it."""
    if key is not None:
        return _from_file(key)
    beside = [report.with_name(f"{report.stem}.{kind}.json") for kind in ("trace-key", "trace")]
    if returned.told is not None:
        ours = {entry["id"]: entry["digests"] for entry in returned.told["entries"]}
        for path in beside:
            # A list beside the report says more than the one inside; it counts only if it is about this very report.
            try:
                fuller = _from_file(path)
            except NotTraced:
                continue
            if {entry["id"]: entry["digests"] for entry in fuller["entries"]} == ours:
                return fuller
        return returned.told
    for path in beside:
        if path.is_file():
            return _from_file(path)
    raise NotTraced("no_list")


def _from_file(path: Path) -> TraceList:
    data = read_file(path)
    try:
        return from_json(data)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NotTraced("bad_key") from None


def _audit(workbook: Path | Audit, language: str | None) -> Audit:
    if isinstance(workbook, Audit):
        return workbook
    from safeaudit.doors import read_audit

    return read_audit(workbook, language=language)


def _in_language(audit: Audit, made: dict[str, str]) -> Audit:
    from dataclasses import replace

    from safeaudit.languages import has_words

    language = made.get("language", "")
    return replace(audit, language=language) if has_words(language) else audit
