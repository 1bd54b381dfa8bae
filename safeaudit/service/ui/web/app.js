// The drop page: takes workbooks, has them checked one after the other, and shows what was found. It knows no rule.

import { Problem } from "../shared/answers.js";
import { h } from "../shared/dom.js";
import { number, t, take as speak } from "../shared/words.js";
import { check, enter, sample, texts, unlock } from "./api.js";
import { resultCard, faultCard, passwordCard } from "./result.js";

const MOST = 25 * 1024 * 1024;
const page = document.documentElement.dataset;
const at = (id) => document.getElementById(id);
const queue = [];
let working = false;
let done = 0;

start();

async function start() {
  try {
    const given = await texts(page.language);
    speak(given);
    languages(given.languages);
  } catch {
    at("alarm").textContent = document.title;
    return;
  }
  page.ready = "yes";
  if (page.admitted === "no") askForCode();
  at("file").addEventListener("change", (event) => {
    take([...event.target.files]);
    event.target.value = "";
  });
  at("sample").addEventListener("click", trySample);
  at("access-form").addEventListener("submit", sendCode);
  listenForDrops();
  openForPrint();
}

function languages(known) {
  if (known.length < 2) return;
  const select = at("language");
  for (const { code, name } of known) select.append(h("option", { value: code, lang: code, selected: code === page.language }, name));
  select.addEventListener("change", () => location.assign("/?language=" + encodeURIComponent(select.value)));
  at("language-choice").hidden = false;
}

// Taking workbooks ----------------------------------------------------------------------------------------------------

function listenForDrops() {
  const drop = at("drop");
  let depth = 0;
  const brings = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragenter", (event) => {
    if (!brings(event)) return;
    depth += 1;
    drop.classList.add("over");
    at("drop-title").textContent = t("drop_now");
  });
  const leave = () => {
    depth = 0;
    drop.classList.remove("over");
    tellDesk();
  };
  addEventListener("dragleave", () => (depth -= 1) <= 0 && leave());
  addEventListener("dragover", (event) => brings(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    leave();
    take([...event.dataTransfer.files]);
  });
}

/** Puts files into the queue; what cannot be a workbook is told at once. */
function take(files) {
  for (const file of files) {
    const holder = h("div", { class: "holder" }, waitingCard(file.name));
    at("results").prepend(holder);
    queue.push({ file, holder });
  }
  tellDesk();
  if (files.length) work();
}

/** With workbooks on the page the place to drop is small; without, the page begins anew. */
function tellDesk() {
  const filled = at("results").childElementCount > 0;
  document.body.classList.toggle("at-work", filled);
  at("drop-title").textContent = t(filled ? "another" : "drop_title");
}

function removed(holder) {
  holder.remove();
  tellDesk();
  at("drop").focus();
}

async function trySample() {
  const button = at("sample");
  const fault = at("sample-fault");
  button.disabled = true;
  fault.hidden = true;
  try {
    const { blob, name } = await sample();
    take([new File([blob], name, { type: blob.type })]);
  } catch (problem) {
    if (problem.kind === "code") askForCode();
    else {
      fault.textContent = problem.message;
      fault.hidden = false;
    }
  } finally {
    button.disabled = false;
  }
}

/** Has the files of the queue checked, one after the other. */
async function work() {
  if (working) return;
  working = true;
  done = 0;
  while (queue.length) {
    const { file, holder, password } = queue.shift();
    await one(file, holder, password);
    done += 1;
  }
  working = false;
  at("queue").hidden = true;
}

async function one(file, holder, password) {
  const stopper = new AbortController();
  const busy = (text) => {
    holder.replaceChildren(busyCard(file.name, text, () => stopper.abort()));
    tellQueue();
  };
  busy(t("checking", { file: file.name }));
  at("say").textContent = t("checking", { file: file.name });
  try {
    const kept = await held(file);
    if (password) unlock(kept, password);
    const result = await check(kept, page.language, {
      signal: stopper.signal,
      onbusy: (seconds) => busy(t("fault_busy", { seconds })),
    });
    const card = resultCard(kept, result, () => removed(holder));
    holder.replaceChildren(card);
    at("say").textContent = `${t("checked", { file: file.name })} ${result.message}`;
    if (!queue.length) card.querySelector("h2").focus({ preventScroll: true });
    holder.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  } catch (problem) {
    if (!(problem instanceof Problem)) console.error(problem);
    const message = problem instanceof Problem ? problem.message : t("fault_other");
    const remove = () => removed(holder);
    const card = problem.kind === "password"
      ? passwordCard(file.name, message, (typed) => again(file, holder, typed), remove)
      : faultCard(file.name, message, () => again(file, holder), remove);
    holder.replaceChildren(card);
    if (!queue.length) card.querySelector("input")?.focus();
    at("alarm").textContent = `${t("failed", { file: file.name })} ${message}`;
    if (problem.kind === "code") askForCode();
  }
}

function again(file, holder, password) {
  queue.push({ file, holder, password });
  work();
}

/** The file with its content in memory, so that what is taken away later is what was checked. */
async function held(file) {
  const endings = at("file").accept.split(",").filter((each) => each.startsWith("."));
  if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending))) throw new Problem("refused", t("fault_type", { file: file.name }));
  if (file.size > MOST) throw new Problem("refused", t("fault_size", { file: file.name }));
  if (file.size === 0) throw new Problem("refused", t("fault_empty", { file: file.name }));
  try {
    return new File([await file.arrayBuffer()], file.name, { type: file.type });
  } catch {
    throw new Problem("refused", t("fault_changed", { file: file.name }));
  }
}

function tellQueue() {
  const all = done + queue.length + 1;
  at("queue").hidden = all < 2;
  at("queue-text").textContent = t("progress", { done: number(done), all: number(all) });
  at("queue-bar").max = all;
  at("queue-bar").value = done;
}

const waitingCard = (name) => h("div", { class: "card state" }, h("p", {}, h("bdi", {}, name)), h("p", { class: "hint" }, t("waiting")));

const busyCard = (name, text, stop) =>
  h("div", { class: "card state" }, h("p", {}, text), h("div", { class: "bar-busy", "aria-hidden": "true" }), h("button", { class: "button", type: "button", onclick: stop }, t("stop")));

// The access code -----------------------------------------------------------------------------------------------------

function askForCode() {
  at("access").hidden = false;
  at("desk").hidden = true;
  at("access-code").focus();
}

async function sendCode(event) {
  event.preventDefault();
  const fault = at("access-fault");
  fault.hidden = true;
  try {
    await enter(at("access-code").value.trim());
    at("access-code").value = "";
    at("access").hidden = true;
    at("desk").hidden = false;
    at("drop").focus();
  } catch (problem) {
    fault.textContent = problem.message;
    fault.hidden = false;
    at("access-code").select();
  }
}

// Paper ---------------------------------------------------------------------------------------------------------------

function openForPrint() {
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details.group:not([open])")];
    for (const group of closed) group.open = true;
    for (const more of document.querySelectorAll(".places button")) more.click();
  });
  addEventListener("afterprint", () => closed.forEach((group) => (group.open = false)));
}
