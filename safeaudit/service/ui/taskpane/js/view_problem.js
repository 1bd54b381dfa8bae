// When there is nothing to guide: no Excel, another workbook, the server away, the access code missing.

import { h } from "../../shared/dom.js";
import { t } from "../../shared/words.js";
import { webPage as address } from "./api.js";
import { icon } from "./dom.js";

/** `problem` is {kind, message}; each kind offers what helps. */
export function problem(state, act) {
  const { kind, message } = state.problem;
  return h(
    "section",
    { class: "problem", "aria-labelledby": "problem-title" },
    h("h2", { id: "problem-title", tabindex: "-1" }, icon(kind === "outside" ? "advice" : "warning"), t(`problem.${kind}.title`)),
    h("p", {}, message),
    OFFERS[kind](state, act),
  );
}

const OFFERS = {
  outside: (state, act) => [h("p", {}, t("problem.outside.more")), h("div", { class: "row" }, webPage("primary"), blank(act))],
  foreign: (state, act) => [h("div", { class: "row" }, again(act), webPage(), blank(act)), h("p", { class: "quiet" }, t("problem.foreign.more"))],
  away: (state, act) => [h("div", { class: "row" }, again(act)), h("p", { class: "quiet" }, t("problem.away.more"))],
  excel: (state, act) => [h("div", { class: "row" }, again(act), webPage())],
  token: (state, act) => (state.local ? h("div", { class: "row" }, h("button", { type: "button", class: "button primary", "data-key": "reload", onclick: () => location.reload() }, t("do.reload"))) : code(state, act)),
};

const again = (act) => h("button", { type: "button", class: "button primary", "data-key": "again", onclick: () => act.start() }, icon("again"), t("do.try_again"));
const webPage = (kind = "") => h("a", { class: `button ${kind}`, href: address(), target: "_blank", rel: "noopener" }, t("do.web_page"));
const blank = (act) => h("button", { type: "button", class: "button", "data-key": "blank", onclick: () => act.blank() }, icon("file"), t("do.new_workbook"));

function code(state, act) {
  let typed = "";
  return h(
    "form",
    {
      onsubmit: (event) => {
        event.preventDefault();
        act.enter(typed.trim());
      },
    },
    h("label", { for: "code" }, t("problem.token.code")),
    h("input", { type: "password", id: "code", autocomplete: "current-password", "data-key": "code", required: true, oninput: (event) => (typed = event.target.value) }),
    h("button", { type: "submit", class: "button primary", "data-key": "code-send" }, t("do.enter")),
  );
}
