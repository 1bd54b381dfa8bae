"""The check of a Word template before it meets any data: `lint` tells every fault with its place and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from safeaudit.report.word.child import SECONDS, Stopped, in_child
from safeaudit.report.word.faults import Fault, FaultTold, Place, TemplateFault, fault
from safeaudit.report.word.known import approve, approved, ours, remember, remembered
from safeaudit.words import Words, words

__all__ = ["Fault", "Place", "approve_template", "as_json", "lines", "lint", "ready"]

LARGEST = 10 * 1024 * 1024
_TRIALS = 4


def lint(template: bytes | Path, kind: str = "strategy") -> list[Fault]:
    """All faults of a template for a kind of document, errors and warnings, in the order of the file.

    The file is read, its tags are checked against the fields of the kind, and, if nothing stops it, it is filled with
    no data, much data and hostile data; all in a second process with limits. OSError when the file cannot be read.
    """
    from safeaudit.report.template.fields import schema

    data = template if isinstance(template, bytes) else _content(template)
    if len(data) > LARGEST:
        return [fault("too_big", what="file", limit=f"{LARGEST // 1024**2} MB")]
    fields = schema(kind)
    try:
        faults = _faults(in_child("template.lint.child", "look", data, fields=fields))
    except Stopped as stopped:
        return [fault("too_slow", limit=str(int(SECONDS))) if stopped.why == "slow" else _stopped(stopped)]
    if not _errors(faults):
        try:
            faults += _faults(in_child("template.lint.child", "try_out", data, SECONDS * _TRIALS, fields=fields))
        except Stopped as stopped:
            faults.append(_stopped(stopped))
    return faults


def ready(template: Path, kind: str, language: str = "en") -> list[Fault]:
    """The warnings of a template that may be used; TemplateFault for one that may not. Asked before every report.

    Nothing is checked again in a template of ours, in one this office approved, or in one that was checked before.
    """
    from safeaudit.report.template.fields import schema

    data = _content(template)
    if ours(data) or approved(data):
        return []
    fields = schema(kind)
    faults = remembered(data, fields)
    if faults is None:
        faults = lint(data, kind)
        if not any(fault.code.startswith("stopped") for fault in faults):
            remember(data, fields, faults)
    if errors := _errors(faults):
        raise TemplateFault(template.name, errors, language)
    return faults


def approve_template(template: Path, kind: str = "strategy", language: str = "en") -> str:
    """Check a template and remember that this office wants it used as it is; its SHA-256. TemplateFault when it has errors."""
    data = _content(template)
    if errors := _errors(lint(data, kind)):
        raise TemplateFault(template.name, errors, language)
    return approve(data, template.name)


def lines(faults: Sequence[Fault], file: str, language: str = "en") -> list[str]:
    """The faults as lines for a person, errors first, and one line that sums up."""
    w, errors = words(language), _errors(faults)
    warnings = [fault for fault in faults if fault.severity == "warning"]
    told = [f"{w.t('error')} · {fault.line(w)}" for fault in errors]
    told += [f"{w.t('warning')} · {fault.line(w)}" for fault in warnings]
    return [*told, _sum(len(errors), len(warnings), file, w)]


def _sum(errors: int, warnings: int, file: str, w: Words) -> str:
    if errors:
        return w.n(
            "{file}: {count} error; the template cannot be used.",
            "{file}: {count} errors; the template cannot be used.",
            errors,
            file=file,
        )
    if warnings:
        return w.n(
            "{file}: the template can be used; {count} warning.",
            "{file}: the template can be used; {count} warnings.",
            warnings,
            file=file,
        )
    return w.t("{file}: the template can be used; nothing to mend.", file=file)


def as_json(faults: Sequence[Fault], file: str, language: str = "en") -> dict[str, object]:
    """The faults as plain data: code, severity, place, what was found, what to do."""
    w = words(language)
    told = [
        {**each.as_json(), "where": each.place.words(w), "found": each.found(w), "remedy": each.remedy(w)}
        for each in faults
    ]
    return {"file": file, "usable": not _errors(faults), "faults": told}


def _content(template: Path) -> bytes:
    with template.open("rb") as file:
        return file.read(LARGEST + 1)


def _errors(faults: Sequence[Fault]) -> list[Fault]:
    return [fault for fault in faults if fault.severity == "error"]


def _stopped(stopped: Stopped) -> Fault:
    return Fault(f"stopped_{stopped.why}")


def _faults(told: list[FaultTold]) -> list[Fault]:
    return [Fault.from_json(each) for each in told]
