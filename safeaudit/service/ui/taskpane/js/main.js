// The pane's state and what its controls do; every answer about the audit comes from the server.

import { Problem, save } from "../../shared/answers.js";
import { language, languages, t } from "../../shared/words.js";
import * as api from "./api.js";
import * as excel from "./excel.js";
import { follow, forget, here } from "./follow.js";
import { frame } from "./frame.js";
import { displayLanguage, insideExcel, opensWithWorkbook, openWithWorkbook, takeTheme } from "./office.js";
import { buildReport, chosenTemplate } from "./reporting.js";
import { refreshed, took } from "./results.js";
import { use } from "./texts.js";

const state = {
  phase: "loading", // loading, ready, problem
  problem: null, // {kind, message}
  failure: "", // a sentence beside the work
  message: "", // what was done last
  busy: "", // the text key of what is being done
  view: "now",
  result: null,
  guide: null,
  kinds: [],
  version: "",
  local: true, // the page came with its token
  here: { sheet: "", cell: "", step: null, column: null, row: null },
  checked: false, // findings are shown from the first check on
  mending: false, // the last command was about findings, not about filling
  pending: [], // where the server would go on, not gone to yet
  filter: "open",
  onlySheet: "",
  openGroups: new Set(),
  shownAll: new Set(),
  optionsShown: false,
  accepting: "",
  reason: "",
  acceptError: "",
  takenBack: new Map(), // reasons taken back, for the case that somebody accepts again
  sought: "",
  opens: null, // whether the workbook opens this pane by itself
  opensTold: "", // saved, failed
  wishes: { kind: "strategy", audience: "restricted", language: "en", template: null },
  templateError: "",
  building: null, // reading, writing
  reportError: "",
  built: null, // {name, size, url, draft, notes}
  sent: null, // {message, next} of “send back”
};

const act = {
  set(changes) {
    Object.assign(state, changes);
    frame(state, act);
  },
  show(view) {
    act.set({ view, message: "", opensTold: "" });
    window.scrollTo(0, 0);
    document.getElementById(view === "now" ? "main" : "view-title")?.focus({ preventScroll: true });
  },
  toggle(name, key) {
    state[name].has(key) ? state[name].delete(key) : state[name].add(key);
    frame(state, act);
  },
  findingsOf(sheet) {
    state.onlySheet = sheet;
    act.show("findings");
  },
  refused,
  start: opened,
  enter(code) {
    api.useCode(code);
    return opened();
  },
  speak: (code) => working("working.reading", () => speak(code)),
  blank: () => working("working.reading", async () => save(await api.blank(language()))),

  // Commands ---------------------------------------------------------------------------------------------------------

  command(name, options = {}, doing = name) {
    return working(`working.${doing}`, async () => {
      const grid = await excel.readWorkbook();
      const result = await api.command(name, grid, options, language());
      await excel.apply(result.actions);
      forget();
      if (!took(state, result, name, grid.active.sheet)) refreshed(state, act);
      act.moved(await here());
    });
  },
  goTo(finding, view = "") {
    return working("working.going", async () => {
      await excel.goTo(finding.sheet, finding.cell);
      act.moved(await here());
      if (view) act.show(view);
    });
  },
  async sendBack() {
    if (!(await act.command("send_back"))) return;
    const { message, next } = state.result;
    act.set({ sent: { message, next } });
  },
  goOn() {
    return working("working.going", async () => {
      await excel.apply(state.pending);
      state.pending = [];
      act.moved(await here());
    });
  },
  moved(place) {
    if (place.cell !== state.here.cell || place.sheet !== state.here.sheet) state.optionsShown = false;
    state.here = place;
    // A form that is being filled is not drawn anew for a cell it does not speak of.
    if (state.phase === "ready" && (state.view === "now" || state.view === "steps")) frame(state, act);
  },

  // Accepting --------------------------------------------------------------------------------------------------------

  startAccepting(key) {
    act.set({ accepting: key, reason: state.takenBack.get(key) ?? "", acceptError: "" });
    document.getElementById("reason")?.focus();
  },
  stopAccepting(key) {
    act.set({ accepting: "", reason: "", acceptError: "" });
    document.querySelector(`[data-key="${CSS.escape(`accept-${key}`)}"]`)?.focus();
  },
  async accept(group, finding, reason) {
    if (!reason) {
      act.set({ acceptError: t("accept.missing") });
      return document.getElementById("reason")?.focus();
    }
    if (!(await act.command("accept", { ...named(group, finding), reason }))) return;
    act.set({ accepting: "", reason: "", acceptError: "" });
    document.getElementById("view-title")?.focus({ preventScroll: true });
  },
  async takeBack(group, finding, key) {
    if (!(await act.command("accept", { ...named(group, finding), withdraw: true }, "take_back"))) return;
    state.takenBack.set(key, group.accepted);
    document.getElementById("view-title")?.focus({ preventScroll: true });
  },

  // Opening with the workbook ----------------------------------------------------------------------------------------

  async openWith(wanted) {
    const kept = await openWithWorkbook(wanted);
    act.set({ opens: opensWithWorkbook(), opensTold: kept ? "saved" : "failed" });
  },

  // Report -----------------------------------------------------------------------------------------------------------

  wish(changes) {
    Object.assign(state.wishes, changes);
    act.set({ templateError: "" });
  },
  async template(file) {
    const [template, wrong] = await chosenTemplate(file);
    if (template) act.wish({ template });
    else act.set({ templateError: wrong });
  },
  build: () => buildReport(state, act),
  stopBuilding: api.stop,
};

/** Which warning is meant. Its cell is left out: lines may have been inserted above it since. */
const named = (group, { row_id, column, sheet }) => ({ rule: group.rule, row_id, column, sheet });

/** Shows that something is being done while it is done; answers whether it went well. */
async function working(text, job) {
  if (state.busy) return false;
  act.set({ busy: text, message: "", failure: "" });
  try {
    await job();
    return true;
  } catch (fault) {
    refused(fault);
    return false;
  } finally {
    act.set({ busy: "" });
  }
}

/** A failure as a sentence: beside the work when there is any, otherwise in its place. */
function refused(fault) {
  const known = fault instanceof Problem;
  if (!known) console.warn(fault);
  const editing = fault?.code === "InvalidOperationInCellEditMode";
  const message = known ? fault.message : t(editing ? "problem.editing.text" : "problem.excel.text");
  const kind = known ? (fault.kind === "refused" ? "foreign" : fault.kind) : "excel";
  if (state.result && kind !== "token") act.set({ failure: message });
  else act.set({ phase: "problem", problem: { kind, message } });
}

// Opening -------------------------------------------------------------------------------------------------------------

async function speak(code) {
  const [texts, guide] = await Promise.all([api.texts(code), api.guide(code)]);
  use(texts);
  Object.assign(state, { guide, kinds: texts.kinds });
  state.wishes.language = code;
}

/** Reads the workbook for the first time; the pane then speaks its language. */
async function opened() {
  act.set({ phase: "loading", problem: null, failure: "", result: null });
  try {
    const result = await api.command("start", await excel.readWorkbook(), {}, null);
    await speak(result.audit.language);
    took(state, result, "start");
    state.pending = result.actions;
    state.here = await here();
    state.opens = opensWithWorkbook();
    act.set({ phase: "ready", message: "" });
    await followOnce();
  } catch (fault) {
    state.result = null;
    refused(fault);
  }
}

let following = false;

async function followOnce() {
  if (following) return;
  await follow(act.moved, () => refreshed(state, act));
  following = true;
}

async function begin() {
  use({ language: "en", direction: "ltr", languages: [], texts: JSON.parse(document.getElementById("first-words").textContent) });
  act.set({});
  const inside = await insideExcel();
  takeTheme();
  try {
    state.version = (await api.health()).version;
    use(await api.texts("en"));
    const own = languages().find((each) => each.code.split("-")[0] === displayLanguage().split("-")[0]);
    if (own && own.code !== "en") use(await api.texts(own.code));
  } catch (fault) {
    return refused(fault);
  }
  state.local = api.hasToken();
  if (!inside) return act.set({ phase: "problem", problem: { kind: "outside", message: t("problem.outside.text") } });
  await opened();
}

begin();
