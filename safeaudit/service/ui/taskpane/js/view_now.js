// The first view: what to do next, what the selected cell wants, and everything about the step it belongs to.

import { h } from "../../shared/dom.js";
import { number, t } from "../../shared/words.js";
import { bdi, icon } from "./dom.js";
import { allFindings, places, tally } from "./parts.js";

export function now(state, act) {
  const step = state.guide.steps.find((each) => each.sheet_id === state.here.step) ?? null;
  return [nextCard(state, act), step ? hereSection(state, act, step) : elsewhere(state, act)];
}

// What next ----------------------------------------------------------------------------------------------------------

function nextCard(state, act) {
  const { result } = state;
  const [first, second] = ways(state, act);
  return h(
    "section",
    { class: "card next", "aria-labelledby": "next-title" },
    h("h2", { id: "next-title", class: "eyebrow" }, t("now.next")),
    h("p", { class: "next-text" }, result.message),
    result.next && !saidBelow(state) ? h("p", {}, result.next) : null,
    h("button", { type: "button", class: "button primary", "data-key": "primary", onclick: first[1] }, t(first[0]), icon("go")),
    second ? h("button", { type: "button", class: "link", "data-key": "secondary", onclick: second[1] }, t(second[0])) : null,
  );
}

/** After “next step” the next sentence is the help of the cell people have come to, which stands right below. */
function saidBelow({ guide, here, result }) {
  const step = guide.steps.find((each) => each.sheet_id === here.step);
  return step?.columns.some((column) => column.id === here.column && column.help === result.next);
}

/** One button, and one other way: fill, then check, then mend, then report. */
function ways(state, act) {
  const { counts, completeness } = state.result.audit;
  const fill = completeness < 1 ? ["do.next_step", () => act.command("next_step")] : null;
  const check = ["do.check_all", () => act.command("check_all")];
  const report = ["do.report", () => act.show("report")];
  if (state.pending.length) return [["do.go_on", () => act.goOn()], check];
  if (state.mending && counts.error + counts.warning > 0) return [["do.next_finding", () => act.command("next_finding")], fill ?? report];
  if (state.mending) return fill ? [fill, report] : [report, ["do.send_back", () => act.command("send_back")]];
  return fill ? [fill, check] : [check, report];
}

function elsewhere(state, act) {
  return h(
    "section",
    { class: "plain", "aria-labelledby": "here-title" },
    h("h2", { id: "here-title" }, t("here.none.title")),
    h("p", {}, t("here.none.text", { sheet: state.here.sheet || t("here.this_sheet") })),
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", class: "button", "data-key": "check-all", onclick: () => act.command("check_all") }, t("do.check_all")),
      h("button", { type: "button", class: "button", "data-key": "all-steps", onclick: () => act.show("steps") }, t("do.all_steps")),
    ),
  );
}

// Where am I ---------------------------------------------------------------------------------------------------------

function hereSection(state, act, step) {
  const { guide, result, here } = state;
  const live = result.steps.find((each) => each.sheet_id === step.sheet_id);
  const part = guide.parts.find((each) => each.id === step.part);
  const position = guide.steps.indexOf(step) + 1;
  const help = cellHelp(state, act, step, here);
  return h(
    "section",
    { class: "plain", "aria-labelledby": "here-title" },
    h("p", { class: "eyebrow" }, t("here.step", { number: number(position), total: number(guide.steps.length) }), " · ", part?.title),
    h("h2", { id: "here-title" }, step.title),
    live ? progress(live) : null,
    help ?? [h("p", {}, step.purpose), h("p", { class: "quiet" }, t("here.pick"))],
    missing(state, act, step, live),
    about(state, step, help !== null),
  );
}

function progress(live) {
  const said = live.expected ? t("step.answers", { answered: number(live.answered), expected: number(live.expected) }) : t("step.nothing_asked");
  return h(
    "p",
    { class: "step-progress" },
    h("progress", { max: 1, value: live.state === "waived" ? 1 : live.share, "aria-label": t("step.progress") }),
    h("span", {}, live.state === "waived" ? t("step.waived") : said),
  );
}

function cellHelp(state, act, step, here) {
  const column = step.columns.find((each) => each.id === here.column);
  const row = step.rows?.[here.row];
  const found = allFindings(state.result).filter((each) => each.sheet === here.sheet && each.cell === here.cell);
  if (!column && !row && !found.length) return null;
  return h(
    "section",
    { class: "card cell", "aria-labelledby": "cell-title" },
    h("h3", { id: "cell-title" }, h("span", { class: "address" }, bdi(here.cell)), " ", column?.label ?? row?.label ?? ""),
    column?.computed ? h("p", { class: "chip" }, t("here.computed")) : column && column.required !== "no" ? h("p", { class: "chip" }, t(`required.${column.required}`)) : null,
    column ? h("p", {}, column.help) : null,
    column && row ? rowHelp(row) : null,
    !column && row ? h("p", {}, row.ask) : null,
    column?.options?.length ? options(column.options, state, act) : null,
    found.map((each) =>
      h("p", { class: `found ${each.group.severity}` }, icon(each.accepted ? "accepted" : each.group.severity), h("span", {}, h("strong", {}, t(`severity.${each.group.severity}`), ": "), each.message, " ", each.group.remedy)),
    ),
  );
}

function rowHelp(row) {
  return h("div", { class: "row-help" }, h("p", {}, h("strong", {}, row.label)), row.ask ? h("p", {}, row.ask) : null);
}

const FEW = 8;

function options(list, state, act) {
  const all = list.length <= FEW || state.optionsShown;
  return [
    h("p", { class: "label", id: "options-title" }, t("here.options")),
    h("ul", { class: "options", "aria-labelledby": "options-title" }, (all ? list : list.slice(0, FEW)).map((option) => h("li", {}, option))),
    all ? null : h("button", { type: "button", class: "link", "data-key": "options", onclick: () => act.set({ optionsShown: true }) }, t("here.all_options", { count: number(list.length) })),
  ];
}

// What is missing here -----------------------------------------------------------------------------------------------

const FIRST = 3;

function missing(state, act, step, live) {
  const groups = state.result.groups
    .map((group) => ({ ...group, findings: group.findings.filter((each) => each.sheet === live?.sheet) }))
    .filter((group) => group.findings.length && !group.accepted);
  const open = live ? Math.max(0, live.expected - live.answered) : 0;
  return h(
    "section",
    { "aria-labelledby": "missing-title" },
    h("h3", { id: "missing-title" }, t("missing.title")),
    h("p", {}, open && live.state !== "waived" ? t("missing.open", { count: number(open) }) : t("missing.none")),
    live ? tally({ error: live.errors, warning: live.warnings, advice: live.advice }) : null,
    groups.slice(0, FIRST).map((group) => h("div", { class: "brief" }, places(group, act, 1))),
    groups.length > FIRST
      ? h("button", { type: "button", class: "link", "data-key": "sheet-findings", onclick: () => act.findingsOf(live.sheet) }, t("missing.all", { count: number(groups.length) }))
      : null,
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", class: "button", "data-key": "check-sheet", onclick: () => act.command("check_sheet") }, t("do.check_sheet")),
      h("button", { type: "button", class: "button", "data-key": "next-step", onclick: () => act.command("next_step") }, t("do.next_step")),
    ),
  );
}

// About this step ----------------------------------------------------------------------------------------------------

function about(state, step, withPurpose) {
  const row = step.rows?.[state.here.row];
  const minutes = step.minutes ? t("about.minutes", { minutes: number(step.minutes) }) : "";
  const parts = [
    ["how", step.how],
    ["why", step.why],
    ["whom", [row?.whom, step.whom]],
    ["evidence", [row?.evidence, step.evidence]],
    ["time", minutes],
    ["not_here", step.not_here],
  ];
  return h(
    "section",
    { "aria-labelledby": "about-title" },
    h("h3", { id: "about-title" }, t("about.title")),
    withPurpose ? h("p", {}, step.purpose) : null,
    parts.map(([name, text]) => {
      const told = [...new Set([text].flat().filter(Boolean))];
      if (!told.length) return null;
      return h(
        "details",
        {},
        h("summary", { "data-key": `about-${name}` }, t(`about.${name}`)),
        told.map((each) => h("p", {}, each)),
      );
    }),
  );
}

