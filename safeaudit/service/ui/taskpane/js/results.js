// What an answer of the server changes in the pane, and the quiet reading that keeps it up to date while people type.

import { language } from "../../shared/words.js";
import * as api from "./api.js";
import { readWorkbook } from "./excel.js";

const PAUSE = 2500; // milliseconds after the last change
const MENDING = new Set(["check_all", "check_sheet", "next_finding", "accept", "send_back"]);

/** Takes over a result; false when findings elsewhere stay as they were, as the command spoke of one place only. */
export function took(state, result, name, sheet = "") {
  const whole = isWhole(result) || !state.result;
  const groups = whole ? result.groups : name === "check_sheet" ? merged(state.result.groups, result.groups, sheet) : state.result.groups;
  state.result = { ...result, groups };
  state.message = result.message;
  state.checked ||= MENDING.has(name);
  state.mending = MENDING.has(name);
  state.pending = [];
  return whole;
}

/** Whether the groups hold every finding the counts speak of. */
function isWhole(result) {
  const counted = Object.values(result.audit.counts).reduce((sum, count) => sum + count, 0);
  return result.groups.reduce((sum, group) => sum + group.findings.length, 0) === counted;
}

/** The findings of one sheet replaced by what was found on it now. */
function merged(before, after, sheet) {
  const kept = before.map((group) => ({ ...group, findings: group.findings.filter((each) => each.sheet !== sheet) }));
  return [...after, ...kept.filter((group) => group.findings.length)];
}

let waiting = 0;

/** Some answers changed: after a pause the pane asks anew. Nothing is written; a failure waits for the next click. */
export function refreshed(state, act) {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    if (state.busy || state.building || state.accepting) return refreshed(state, act);
    try {
      const result = await api.command(state.checked ? "check_all" : "start", await readWorkbook(), {}, language());
      if (state.busy || state.accepting) return;
      const { message, mending } = state;
      took(state, result, "");
      // What is announced and which way people are going does not change by itself.
      Object.assign(state, { message, mending, pending: state.checked ? [] : result.actions });
      if (state.view !== "report") act.set({});
    } catch {
      // The next click says what is wrong; typing must not be disturbed.
    }
  }, PAUSE);
}
