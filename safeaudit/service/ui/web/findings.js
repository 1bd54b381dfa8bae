// The findings of one workbook in their groups, with a choice of severity and of sheet.

import { h } from "../shared/dom.js";
import { number, t } from "../shared/words.js";
import { newId, sign } from "./dom.js";

const FIRST = 12;
const KINDS = ["all", "error", "warning", "advice", "accepted"];
const NAMES = { all: "all", error: "errors", warning: "warnings", advice: "advices", accepted: "accepted" };
const kindOf = (group) => (group.accepted ? "accepted" : group.severity);

/** {element, only(severity), sheet(name)}: the list, and ways to show one severity or one sheet. */
export function findings(groups, steps) {
  const chosen = { kind: "all", sheet: "" };
  const title = newId("findings");
  const list = h("div", { class: "groups" });
  const count = h("p", { class: "hint count", role: "status" });
  const kinds = kindChoice(groups, (kind) => ((chosen.kind = kind), show()));
  const sheet = sheetChoice(groups, steps, (name) => ((chosen.sheet = name), show()));
  const open = h("button", { class: "button quiet small", type: "button", onclick: () => toggle() }, t("open_all"));
  const element = h("section", { class: "findings", "aria-labelledby": title },
    h("h3", { id: title, tabindex: "-1" }, t("findings")),
    groups.length ? h("div", { class: "filters" }, kinds.element, sheet.element, open) : "",
    groups.length ? count : "",
    list);

  function show() {
    const shown = groups
      .filter((group) => chosen.kind === "all" || kindOf(group) === chosen.kind)
      .map((group) => ({ ...group, findings: group.findings.filter((finding) => !chosen.sheet || finding.sheet === chosen.sheet) }))
      .filter((group) => group.findings.length);
    list.replaceChildren(...shown.map(groupOf));
    if (!shown.length) list.append(h("p", { class: groups.length ? "hint" : "notice good" }, t(groups.length ? "no_match" : "no_findings")));
    const sum = (some) => some.reduce((total, group) => total + group.findings.length, 0);
    count.textContent = t("findings_shown", { shown: number(sum(shown)), all: number(sum(groups)) });
    open.textContent = t("open_all");
    open.disabled = !shown.length;
  }

  function toggle() {
    const all = [...list.querySelectorAll("details")];
    const opening = all.some((group) => !group.open);
    for (const group of all) group.open = opening;
    open.textContent = t(opening ? "close_all" : "open_all");
  }

  function go() {
    show();
    element.querySelector("h3").focus({ preventScroll: true });
    element.scrollIntoView({ block: "start" });
  }

  show();
  return {
    element,
    only: (kind) => (kinds.set((chosen.kind = kind)), sheet.set((chosen.sheet = "")), go()),
    sheet: (name) => (sheet.set((chosen.sheet = name)), kinds.set((chosen.kind = "all")), go()),
  };
}

function kindChoice(groups, choose) {
  const name = newId("kind");
  const there = KINDS.filter((kind) => kind === "all" || groups.some((group) => kindOf(group) === kind));
  const inputs = there.map((kind) => h("input", { type: "radio", name, value: kind, checked: kind === "all", onchange: () => choose(kind) }));
  const element = h("fieldset", { class: "segments" },
    h("legend", { class: "visually-hidden" }, t("show")),
    there.map((kind, place) => h("label", {}, inputs[place], h("span", {}, kind === "all" ? "" : sign(kind), t(NAMES[kind])))));
  return { element, set: (kind) => inputs.forEach((input) => (input.checked = input.value === kind)) };
}

function sheetChoice(groups, steps, choose) {
  const there = new Set(groups.flatMap((group) => group.findings.map((finding) => finding.sheet)).filter(Boolean));
  const ordered = [...steps.filter((step) => there.has(step.sheet)).map((step) => [step.sheet, step.title])];
  const known = new Set(ordered.map(([name]) => name));
  for (const name of there) if (!known.has(name)) ordered.push([name, name]);
  const select = h("select", { onchange: () => choose(select.value) }, h("option", { value: "" }, t("all_sheets")), ordered.map(([name, title]) => h("option", { value: name }, title)));
  return { element: h("label", { class: "pick" }, h("span", { class: "visually-hidden" }, t("sheet")), select), set: (name) => (select.value = name) };
}

function groupOf(group) {
  const kind = kindOf(group);
  const places = group.findings.length;
  return h("details", { class: `group ${kind}` },
    h("summary", {},
      h("span", { class: `tag ${kind}` }, sign(kind), t(kind === "accepted" ? "accepted" : group.severity)),
      h("span", { class: "group-title" }, h("span", { class: "group-name" }, group.title), " ", h("span", { class: "rule" }, group.rule)),
      h("span", { class: "group-count" }, places === 1 ? t("one_place") : t("places", { count: number(places) }))),
    h("div", { class: "group-body" },
      h("dl", { class: "advice-list" },
        pair("to_do", group.remedy), pair("why", group.why), group.how === group.remedy ? "" : pair("how", group.how),
        group.accepted ? pair("reason", group.accepted) : "", pair("section", group.section)),
      placesOf(group)));
}

const pair = (key, text) => (text ? h("div", {}, h("dt", {}, t(key)), h("dd", {}, text)) : "");

/** The places of a group as a table; the first dozen, and the rest when asked for. */
function placesOf(group) {
  const body = h("tbody");
  const add = (some) => body.append(...some.map(rowOf));
  add(group.findings.slice(0, FIRST));
  const rest = group.findings.slice(FIRST);
  const more = rest.length
    ? h("button", { class: "button small", type: "button", onclick: () => { const next = body.children[FIRST]; add(rest); more.remove(); (next ?? body.children[FIRST])?.focus(); } }, t("more_places", { count: number(rest.length) }))
    : "";
  return h("div", { class: "places" },
    h("table", {},
      h("caption", { class: "visually-hidden" }, group.title),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("cell")), h("th", { scope: "col" }, t("found")))),
      body),
    more);
}

const rowOf = (finding) =>
  h("tr", { tabindex: "-1" },
    h("th", { scope: "row" }, h("bdi", { class: "place", dir: "ltr" }, placeOf(finding))),
    h("td", {}, finding.message));

/** Sheet and cell as a formula writes them, so that they can be pasted into Excel’s name box. */
function placeOf({ sheet, cell }) {
  if (!sheet) return t("whole_file");
  const plain = /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(sheet) ? sheet : `'${sheet.replaceAll("'", "''")}'`;
  return cell ? `${plain}!${cell}` : sheet;
}
