// One checked workbook: what it is, how far it is, what was found, and what can be taken away.

import { el, newId, sign } from "./dom.js";
import { downloads } from "./downloads.js";
import { findings } from "./findings.js";
import { number, percent, t } from "./words.js";

const SEVERITIES = ["error", "warning", "advice", "accepted"];
const NAMES = { error: "errors", warning: "warnings", advice: "advices", accepted: "accepted" };

/** The card of a result; `remove` takes it away. */
export function resultCard(file, result, remove) {
  const { audit } = result;
  const title = newId("result");
  const card = el("article", { class: "card result", "aria-labelledby": title, lang: audit.language, dir: audit.direction });
  const list = findings(result.groups, result.steps);
  const found = result.groups.length > 0;
  const bySheet = sheets(result.steps, list.sheet);
  card.append(
    el("header", { class: "result-head" },
      el("div", {},
        el("h2", { id: title, tabindex: "-1" }, el("bdi", {}, audit.city || t("no_city"))),
        el("p", { class: "hint file-name" }, el("bdi", {}, file.name))),
      el("button", { class: "button quiet", type: "button", "aria-label": t("remove", { file: file.name }), onclick: remove }, t("remove_short"))),
    el("p", { class: "result-say" }, result.message),
    el("p", { class: "result-next" }, t(nextOf(audit.counts))),
    tiles(audit, list.only),
    el("div", { class: "columns" },
      el("div", { class: "main-column" }, list.element, found ? "" : bySheet),
      el("div", { class: "side-column" }, downloads(file, audit), found ? bySheet : "")),
  );
  return card;
}

const nextOf = ({ error, warning }) => (error ? "next_errors" : warning ? "next_warnings" : "next_done");

/** The card of a workbook that could not be checked. */
export function faultCard(name, message, again, remove) {
  return el("div", { class: "card state fault" },
    el("h2", {}, sign("error"), " ", t("failed", { file: name })),
    el("p", {}, message),
    el("p", { class: "buttons" },
      again ? el("button", { class: "button", type: "button", onclick: again }, t("retry")) : null,
      remove ? el("button", { class: "button quiet", type: "button", "aria-label": t("remove", { file: name }), onclick: remove }, t("remove_short")) : null));
}

function tiles(audit, only) {
  const whole = el("div", { class: "tile whole" },
    el("dt", {}, t("completeness")),
    el("dd", {}, el("span", { class: "figure" }, percent(audit.completeness)), bar(audit.completeness)));
  const counts = SEVERITIES.map((severity) =>
    el("div", { class: `tile ${severity}`, title: t(`${severity}_means`) },
      el("dt", {}, sign(severity), " ", t(NAMES[severity])),
      el("dd", {}, el("button", { class: "figure", type: "button", disabled: audit.counts[severity] === 0, "aria-label": `${t("show")}: ${t(NAMES[severity])}, ${number(audit.counts[severity])}`, onclick: () => only(severity) }, number(audit.counts[severity])))));
  return el("dl", { class: "tiles" }, whole, counts);
}

/** A bar that says nothing a text beside it does not say. */
const bar = (share) => el("meter", { class: "share", min: 0, max: 1, value: share, "aria-hidden": "true" });

function sheets(steps, choose) {
  const title = newId("sheets");
  const rows = steps.map((step) =>
    el("tr", { class: step.state },
      el("th", { scope: "row" },
        step.errors + step.warnings + step.advice
          ? el("button", { class: "link", type: "button", onclick: () => choose(step.sheet) }, step.title)
          : step.title),
      el("td", { class: "share-cell" },
        el("span", { class: "share-text" }, t(`state_${step.state}`), step.state === "started" ? ` · ${percent(step.share)}` : ""),
        step.state === "waived" ? "" : bar(step.share)),
      el("td", { class: "marks" }, mark("error", step.errors), mark("warning", step.warnings), mark("advice", step.advice))));
  return el("section", { class: "sheets", "aria-labelledby": title },
    el("h3", { id: title }, t("by_sheet")),
    el("table", { "aria-labelledby": title },
      el("thead", { class: "visually-hidden" }, el("tr", {}, el("th", { scope: "col" }, t("sheet")), el("th", { scope: "col" }, t("state")), el("th", { scope: "col" }, t("findings")))),
      el("tbody", {}, rows)));
}

const mark = (severity, count) =>
  count ? el("span", { class: `mark ${severity}` }, sign(severity), number(count), el("span", { class: "visually-hidden" }, ` ${t(NAMES[severity])}`)) : "";
