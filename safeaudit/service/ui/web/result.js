// One checked workbook: what it is, how far it is, what was found, and what can be taken away.

import { h } from "../shared/dom.js";
import { number, percent, t, told } from "../shared/words.js";
import { newId, sign } from "./dom.js";
import { downloads } from "./downloads.js";
import { findings } from "./findings.js";

const SEVERITIES = ["error", "warning", "advice", "accepted"];
const NAMES = { error: "errors", warning: "warnings", advice: "advices", accepted: "accepted" };

/** The card of a result; `remove` takes it away. */
export function resultCard(file, result, remove) {
  const { audit } = result;
  const title = newId("result");
  const card = h("article", { class: "card result", "aria-labelledby": title, lang: audit.language, dir: audit.direction });
  const list = findings(result.groups, result.steps);
  const found = result.groups.length > 0;
  const bySheet = sheets(result.steps, list.sheet);
  card.append(
    h("header", { class: "result-head" },
      h("div", {},
        h("h2", { id: title, tabindex: "-1" }, h("bdi", {}, audit.city || t("no_city"))),
        h("p", { class: "hint file-name" }, h("bdi", {}, file.name))),
      h("button", { class: "button quiet", type: "button", "aria-label": t("remove", { file: file.name }), onclick: remove }, t("remove_short"))),
    h("p", { class: "result-say" }, result.message),
    h("p", { class: "result-next" }, t(nextOf(audit.counts))),
    tiles(audit, list.only),
    h("div", { class: "columns" },
      h("div", { class: "main-column" }, list.element, found ? "" : bySheet),
      h("div", { class: "side-column" }, downloads(file, audit), found ? bySheet : "")),
  );
  return card;
}

const nextOf = ({ error, warning }) => (error ? "next_errors" : warning ? "next_warnings" : "next_done");

/** The card of a workbook that could not be checked. */
export function faultCard(name, message, again, remove) {
  return h("div", { class: "card state fault" },
    h("h2", {}, sign("error"), " ", t("failed", { file: name })),
    h("p", {}, message),
    h("p", { class: "buttons" },
      again ? h("button", { class: "button", type: "button", onclick: again }, t("retry")) : null,
      remove ? h("button", { class: "button quiet", type: "button", "aria-label": t("remove", { file: name }), onclick: remove }, t("remove_short")) : null));
}

/** The card of a workbook that is protected with a password: the place to type it. */
export function passwordCard(name, message, open, remove) {
  const field = h("input", { type: "password", id: newId("password"), autocomplete: "off", required: true, maxlength: 255, spellcheck: "false" });
  return h("div", { class: "card state fault locked" },
    h("h2", {}, sign("warning"), " ", t("locked", { file: name })),
    h("p", {}, message),
    h("form", { class: "inline-form", onsubmit: (event) => { event.preventDefault(); open(field.value); } },
      h("label", { for: field.id }, t("password")), field,
      h("button", { class: "button primary", type: "submit" }, t("unlock"))),
    h("p", { class: "hint" }, t("password_note")),
    h("p", { class: "buttons" },
      h("button", { class: "button quiet", type: "button", "aria-label": t("remove", { file: name }), onclick: remove }, t("remove_short"))));
}

function tiles(audit, only) {
  const whole = h("div", { class: "tile whole" },
    h("dt", {}, t("completeness")),
    h("dd", {}, h("span", { class: "figure" }, percent(audit.shares.known)), bar(audit.shares.known), h("span", { class: "hint" }, t("rest_of_shares", told(audit.shares)))));
  const counts = SEVERITIES.map((severity) =>
    h("div", { class: `tile ${severity}`, title: t(`${severity}_means`) },
      h("dt", {}, sign(severity), " ", t(NAMES[severity])),
      h("dd", {}, h("button", { class: "figure", type: "button", disabled: audit.counts[severity] === 0, "aria-label": `${t("show")}: ${t(NAMES[severity])}, ${number(audit.counts[severity])}`, onclick: () => only(severity) }, number(audit.counts[severity])))));
  return h("dl", { class: "tiles" }, whole, counts);
}

/** A bar that says nothing a text beside it does not say. */
const bar = (share) => h("meter", { class: "share", min: 0, max: 1, value: share, "aria-hidden": "true" });

function sheets(steps, choose) {
  const title = newId("sheets");
  const rows = steps.map((step) =>
    h("tr", { class: step.state },
      h("th", { scope: "row" },
        step.errors + step.warnings + step.advice
          ? h("button", { class: "link", type: "button", onclick: () => choose(step.sheet) }, step.title)
          : step.title),
      h("td", { class: "share-cell" },
        h("span", { class: "share-text" }, t(`state_${step.state}`), step.state === "waived" ? "" : ` · ${t("three_shares", told(step.shares))}`),
        step.state === "waived" ? "" : bar(step.shares.known)),
      h("td", { class: "marks" }, mark("error", step.errors), mark("warning", step.warnings), mark("advice", step.advice))));
  return h("section", { class: "sheets", "aria-labelledby": title },
    h("h3", { id: title }, t("by_sheet")),
    h("table", { "aria-labelledby": title },
      h("thead", { class: "visually-hidden" }, h("tr", {}, h("th", { scope: "col" }, t("sheet")), h("th", { scope: "col" }, t("state")), h("th", { scope: "col" }, t("findings")))),
      h("tbody", {}, rows)));
}

const mark = (severity, count) =>
  count ? h("span", { class: `mark ${severity}` }, sign(severity), number(count), h("span", { class: "visually-hidden" }, ` ${t(NAMES[severity])}`)) : "";
