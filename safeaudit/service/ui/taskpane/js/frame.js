// The frame around every view: whose audit this is, how far it is, the views to choose from, and what was just done.

import { h } from "../../shared/dom.js";
import { number, t, told } from "../../shared/words.js";
import { icon, replace } from "./dom.js";
import { findings } from "./view_findings.js";
import { help } from "./view_help.js";
import { now } from "./view_now.js";
import { problem } from "./view_problem.js";
import { report } from "./view_report.js";
import { steps } from "./view_steps.js";

const VIEWS = { now, steps, findings, report, help };

/** Shows the state in the page's four places. */
export function frame(state, act) {
  const ready = state.phase === "ready";
  document.title = t("pane.title");
  document.body.dataset.busy = String(Boolean(state.busy || state.building || state.phase === "loading"));
  document.getElementById("skip").textContent = t("pane.skip");
  replace(document.getElementById("top"), ready ? top(state) : name());
  replace(document.getElementById("nav"), ready ? nav(state, act) : null);
  document.getElementById("nav").hidden = !ready;
  document.getElementById("nav").setAttribute("aria-label", t("pane.views"));
  say(state, act);
  replace(document.getElementById("main"), content(state, act));
}

function content(state, act) {
  if (state.phase === "loading") return h("div", { class: "loading" }, h("p", { id: "loading" }, t("pane.loading")), h("progress", { "aria-labelledby": "loading" }));
  if (state.phase === "problem") return problem(state, act);
  return VIEWS[state.view](state, act);
}

const name = () => h("h1", {}, t("pane.title"));

function top(state) {
  const { city, shares } = state.result.audit;
  return [
    h("p", { class: "product" }, t("pane.title")),
    h("h1", {}, city || t("pane.no_city")),
    h("p", { class: "whole" }, h("progress", { max: 1, value: shares.known, "aria-label": t("pane.whole") }), h("span", {}, t("pane.shares", told(shares)))),
  ];
}

function nav(state, act) {
  const { counts } = state.result.audit;
  const errors = state.checked ? counts.error : 0;
  return h(
    "ul",
    {},
    Object.keys(VIEWS).map((view) =>
      h(
        "li",
        {},
        h(
          "button",
          { type: "button", "data-key": `nav-${view}`, "aria-current": state.view === view ? "page" : null, onclick: () => act.show(view) },
          t(`nav.${view}`),
          view === "findings" && errors ? [" ", h("span", { class: "badge", role: "img", "aria-label": t("count.error", { count: number(errors) }) }, number(errors))] : null,
        ),
      ),
    ),
  );
}

/** One line for what is being done or was done; what went wrong stays until it is put away. */
function say(state, act) {
  const line = document.getElementById("status");
  const text = state.busy ? t(state.busy) : state.message;
  // Where the view says the same in larger letters, this line is for those who listen.
  line.classList.toggle("heard", !state.busy && (state.view === "now" || state.view === "report"));
  if (line.dataset.text !== text) {
    line.dataset.text = text;
    replace(line, text ? [state.busy ? h("span", { class: "spinner", "aria-hidden": "true" }) : icon("done"), h("span", {}, text)] : null);
  }
  const alert = document.getElementById("alert");
  if (alert.dataset.text === (state.failure ?? "")) return;
  alert.dataset.text = state.failure ?? "";
  replace(
    alert,
    state.failure
      ? [icon("warning"), h("p", {}, state.failure), h("button", { type: "button", class: "link", "data-key": "alert-away", onclick: () => act.set({ failure: "" }) }, t("do.close"))]
      : null,
  );
}
