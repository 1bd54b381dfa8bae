"""Chapter on the system map: paths, responses, loops and levers (framework Part II, Mapping systemic relationships)."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.analysis.system import LoopLine, PathLine
from safeaudit.report.writing.phrases import ids, lines_of, resting_on, upper
from safeaudit.report.writing.sentences import closed, quoted, strung
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Statement, Story, fill, para, paras
from safeaudit.sheets.kinds import UNKNOWN


def system(s: Story) -> Section:
    """The five-column table, the drawing, what fails, what feeds itself, and where things could turn."""
    w = s.words
    section = Section("system", w.t("The system map"), sheets=("SYSTEM_MAP", "LEVERS", "ACTORS"))
    paths = s.analysis.system_map
    if paths:
        section.text = _overview(s, paths)
        section.blocks["paths"] = _paths(s, paths)
        section.blocks["problems"] = _problems(s)
    else:
        section.text = [s.nothing("SYSTEM_MAP")]
    section.blocks["loops"] = _loops(s)
    section.blocks["levers"] = _levers(s)
    if section.blocks["levers"].empty:
        section.text.append(s.nothing("LEVERS"))
    return section


def _overview(s: Story, paths: Sequence[PathLine]) -> list[Paragraph]:
    w = s.words
    reduces = sum(line.state == "reduces" for line in paths)
    failing = [line.row_id for line in paths if line.state in ("unanswered", "worse", "moves", "no_effect")]
    partial = [line.row_id for line in paths if not line.complete]
    unclear = [line.row_id for line in paths if line.state == UNKNOWN]
    adapting = [line.row_id for line in paths if line.works_by == "adaptation"]
    return paras(
        para(
            s.say(w.n("The map has one path.", "The map has {count} paths.", len(paths)), *s.of(paths)),
            s.say(
                w.t(
                    "Each path links a risk with the flow that feeds it, the actor that steers the flow, what government does, and "
                    "what builds resilience or could change things."
                )
            ),
            s.say(
                w.n(
                    "On one path the response is judged to reduce the problem.",
                    "On {count} paths the response is judged to reduce the problem.",
                    reduces,
                )
                if reduces
                else s.among(w.t("On no path is the response judged to reduce the problem."), "SYSTEM_MAP"),
                *s.of(paths, "effect"),
            ),
            s.about(
                failing,
                "effect",
                w.n(
                    "On one, nobody responds, or the response has no effect, moves the problem or makes it worse.",
                    "On {count}, nobody responds, or the response has no effect, moves the problem or makes it worse.",
                    len(failing),
                ),
            ),
            s.about(
                unclear,
                "effect",
                w.n(
                    "On one path it is not known what the response does.",
                    "On {count} paths it is not known what the response does.",
                    len(unclear),
                ),
            ),
        ),
        para(
            s.say_if(
                any(line.evidence for line in paths),
                w.t("The paths rest on {basis}.", basis=resting_on(s, [line.evidence for line in paths])),
                *s.of(paths, "evidence"),
                basis=[line.evidence for line in paths],
            ),
            s.about(
                adapting,
                "works_by",
                w.n(
                    "On one path, resilience works by helping people adapt, not by removing the threat.",
                    "On {count} paths, resilience works by helping people adapt, not by removing the threat.",
                    len(adapting),
                ),
            ),
            _foreseen(s, paths),
            s.about(partial, "", w.n("One path is not complete.", "{count} paths are not complete.", len(partial))),
            s.say(
                w.t(
                    "The map shows how the team understands the links today; it is a model to be tested, not a finding of cause."
                )
            ),
            s.see("system_map", "system.paths"),
        ),
    )


def _foreseen(s: Story, paths: Sequence[PathLine]) -> Statement | None:
    """On how many paths resilience helps against unforeseen shocks as well (framework list L19); None while nobody said."""
    told = [line.row_id for line in paths if line.foreseen in ("foreseen", "unforeseen")]
    also = [line.row_id for line in paths if line.foreseen == "unforeseen"]
    said = s.among(s.words.t("On no path is resilience said to help against what nobody foresaw."), "SYSTEM_MAP")
    if also:
        said = s.words.n(
            "On one path, resilience helps also against what nobody foresaw.",
            "On {count} paths, resilience helps also against what nobody foresaw.",
            len(also),
        )
    return s.about(told, "foreseen", said)


def _paths(s: Story, paths: Sequence[PathLine]) -> Block:
    w = s.words
    head = {
        "risk": w.t("Path and risk"),
        "flow": w.t("Flow that feeds it"),
        "actor": w.t("Actor that steers it"),
        "response": w.t("Response of government"),
        "effect": w.t("Its effect; evidence"),
        "resilience": w.t("What builds resilience"),
    }
    return Block(
        heading=w.t("The map in five columns"),
        caption=w.t("The system map in five columns"),
        head=head,
        lines=[_path(s, line) for line in paths],
    )


def _path(s: Story, line: PathLine) -> Cells:
    w, row_id = s.words, line.row_id
    level = s.code("government_level", line.level) if line.level not in (None, "none") else ""
    actor = ", ".join(part for part in (line.agency, level) if part)
    response = closed(line.response) if line.response else "–"
    nobody = line.state == "unanswered"
    effect = w.t("Nobody responds") if nobody else s.value(row_id, "effect")
    return {
        "risk": s.answer(row_id, "risk", text=f"{row_id} · {s.label(line.risk) or '–'}"),
        "flow": s.answer(row_id, "flow"),
        "actor": s.answer(row_id, "actor"),
        "response": s.answer(
            row_id, "response", "agency", "level", text=f"{response} ({actor})" if actor and not nobody else response
        ),
        "effect": s.answer(
            row_id, "effect", "response", "evidence", text=lines_of(effect, s.value(row_id, "evidence"))
        ),
        "effect_fill": fill(line.state),
        "resilience": s.answer(row_id, "resilience"),
    }


def _problems(s: Story) -> Block:
    """The paths without a helpful response, by what is wrong with it; the table of the map has the response of each."""
    w = s.words
    opening = {
        "unanswered": w.t("Nobody responds."),
        "worse": w.t("The response makes things worse."),
        "moves": w.t("The response moves the problem elsewhere."),
        "no_effect": w.t("The response has no effect."),
    }
    lines = {line.row_id: line for line in s.analysis.system_map}
    points = []
    for problem, lead in opening.items():
        own = [line.row_id for line in s.analysis.path_problems if line.problem == problem]
        if own:
            points.append(para(*[_problem(s, lines[row_id]) for row_id in own], lead=lead))
    if not points:
        return Block()
    bare = [line.row_id for line in s.analysis.path_problems if not _taken(s, lines[line.row_id])]
    text = [
        para(
            s.say(
                w.n(
                    "One of these paths is not named by any action of the strategy: {paths}.",
                    "{count} of these paths are not named by any action of the strategy: {paths}.",
                    len(bare),
                    paths=s.joined(bare),
                ),
                *s.of(bare, "effect"),
            )
            if bare
            else s.say(
                w.t(
                    "Each of these paths is named by an action of the strategy; whether that helps, the next audit will show."
                )
            ),
        )
    ]
    return Block(heading=w.t("Paths that nobody answers, or whose answer does not help"), text=text, points=points)


def _taken(s: Story, line: PathLine) -> bool:
    """Whether an action names a path, shown or withheld."""
    return bool(line.actions) or (s.audit.carried is not None and line.row_id in s.audit.carried.named)


def _problem(s: Story, line: PathLine) -> Statement:
    w, row_id = s.words, line.row_id
    what = w.t("{path}: {risk}, fed by {flow}", path=row_id, risk=s.low(line.risk), flow=s.low(line.flow))
    refs = s.of([row_id], "risk", "flow", "effect")
    if not line.actions:  # one that is withheld is not named, and not denied either
        return s.say(closed(what) if _taken(s, line) else w.t("{what}; no action.", what=what), *refs)
    return s.say(
        w.t("{what}; taken up by {actions}.", what=what, actions=s.joined(line.actions, 3)),
        *refs,
        *s.of(line.actions, "map_row"),
    )


def _loops(s: Story) -> Block:
    w, loops = s.words, s.analysis.loops
    found = [loop for loop in loops if loop.kind == "found" and loop.sign == "vicious"]
    marked = [loop for loop in loops if loop.kind == "marked"]
    if not found and not marked:
        return Block()
    vicious = [loop.row_ids[0] for loop in marked if loop.sign == "vicious"]
    virtuous = [loop.row_ids[0] for loop in marked if loop.sign == "virtuous"]
    text = [
        para(
            s.about(
                vicious,
                "loop",
                w.n(
                    "The team marked one path on which harm feeds harm.",
                    "The team marked {count} paths on which harm feeds harm.",
                    len(vicious),
                ),
            ),
            s.about(
                virtuous,
                "loop",
                w.n(
                    "The team marked one path on which good feeds good.",
                    "The team marked {count} paths on which good feeds good.",
                    len(virtuous),
                ),
            ),
            s.say_if(
                found,
                w.n(
                    "Following the links of the workbook from line to line, one chain returns to where it began.",
                    "Following the links of the workbook from line to line, {count} chains return to where they began; the shortest are "
                    "listed.",
                    len(found),
                ),
                *dict.fromkeys(row_id for loop in found for row_id in loop.row_ids),
            ),
        )
    ]
    points = [_loop(s, loop) for loop in found[:5]]
    points += [
        para(
            s.say(
                closed(
                    w.t(
                        "Good feeds good on path {path}: {strength}",
                        path=row_id,
                        strength=quoted(s.value(row_id, "resilience"), w),
                    )
                ),
                f"{row_id}.loop",
                f"{row_id}.resilience",
            )
        )
        for row_id in virtuous
    ]
    return Block(heading=w.t("Loops"), text=text, points=points)


def _loop(s: Story, loop: LoopLine) -> Paragraph:
    chain = " → ".join(_node(s, node) for node in [*loop.nodes, loop.nodes[0]])
    return para(s.say(upper(chain), *loop.row_ids))


def _node(s: Story, node: str) -> str:
    return s.words.t("response on path {path}", path=node) if node.startswith("MAP") else s.label(node)


def _levers(s: Story) -> Block:
    w, levers = s.words, s.analysis.levers
    if not levers:
        return Block()
    ready = [line.row_id for line in levers if line.ready]
    idle = [line.row_id for line in levers if line.ready and not line.actions]
    unclear = [line.row_id for line in levers if UNKNOWN in (line.influence, line.readiness)]
    text = [
        para(
            s.say(
                w.n(
                    "One lever was found: a role, group, body or place through which things could turn.",
                    "{count} levers were found: roles, groups, bodies or places through which things could turn.",
                    len(levers),
                ),
                *s.of(levers),
            ),
            s.say(
                w.n(
                    "One lever has at least medium influence and readiness.",
                    "{count} levers have at least medium influence and readiness.",
                    len(ready),
                ),
                *ready,
            )
            if ready
            else s.say(
                s.among(w.t("No lever has at least medium influence and readiness yet."), "LEVERS"), *s.of(levers)
            ),
            s.about(
                unclear,
                "",
                w.n(
                    "Of one it is not known how much influence or readiness it has.",
                    "Of {count} it is not known how much influence or readiness they have.",
                    len(unclear),
                ),
            ),
            _taken_up(s, ready, idle) if ready else None,
        )
    ]
    head = {
        "lever": w.t("Lever and kind"),
        "influence": w.t("Influence; readiness"),
        "how": w.t("How it could turn"),
        "chance": w.t("Opening now"),
        "used": w.t("Actions that use it"),
    }
    lines = [
        {
            "lever": s.answer(
                line.row_id,
                "factor",
                "kind",
                text=strung((s.label(line.row_id), s.lower(s.value(line.row_id, "kind")))),
            ),
            "influence": _force(s, line.row_id),
            "how": s.answer(line.row_id, "how"),
            "chance": s.answer(line.row_id, "opportunity"),
            "used": s.cell(
                ids(s, line.actions),
                f"{line.row_id}.map_row",
                *s.of(line.actions, "map_row"),
            ),
        }
        for line in levers
    ]
    return Block(heading=w.t("Where things could turn"), text=text, caption=w.t("Levers"), head=head, lines=lines)


def _taken_up(s: Story, ready: list[str], idle: list[str]) -> Statement:
    """Whether actions use the levers that are ready."""
    w = s.words
    if not idle:
        return s.say(s.among(w.t("Each lever that is ready is taken up by an action."), "LEVERS"), *ready)
    return s.say(
        w.n(
            "One that is ready is not taken up by any action.",
            "{count} that are ready are not taken up by any action.",
            len(idle),
        ),
        *idle,
    )


def _force(s: Story, row_id: str) -> Statement:
    """Influence and readiness: High; medium."""
    influence, readiness = s.value(row_id, "influence"), s.lower(s.value(row_id, "readiness"))
    text = "; ".join((influence or "–", readiness or "–")) if influence or readiness else ""
    return s.answer(row_id, "influence", "readiness", text=text)
