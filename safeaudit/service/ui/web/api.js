// Talks to the server: one function a request. What fails comes as a Problem: its kind is code (access code
// missing), password (of the workbook), refused, away or stopped.

import { Problem, made } from "../shared/answers.js";
import { t } from "../shared/words.js";

const MODE = document.documentElement.dataset.mode;
const TRIES = 4;

export const texts = (language) => json("/api/texts?language=" + encodeURIComponent(language));

export const enter = (token) =>
  ask("/api/session", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ token }) });

/** The findings of one workbook. */
export const check = (file, language, options) => json("/api/file/check", form(file, { language }), options);

/** A copy with the findings, as {blob, name}. */
export const checkedCopy = (file, language, options) => download("/api/file/checked", form(file, { language }), options);

/** A report, as {blob, name, draft, notes}. */
export const report = (file, wishes, template, options) =>
  download("/api/file/report", form(file, wishes, template), options);

export const sample = (options) => download("/api/file/sample", {}, options);

const passwords = new WeakMap();

/** Keeps the password of a workbook, in memory and as long as the workbook is on the page. */
export const unlock = (file, password) => passwords.set(file, password);
export const hasPassword = (file) => passwords.has(file);

function form(file, fields, template) {
  const body = new FormData();
  if (passwords.has(file)) body.append("password", passwords.get(file));
  for (const [name, value] of Object.entries(fields)) if (value) body.append(name, value);
  body.append("file", file, file.name);
  if (template) body.append("template", template, template.name);
  return { method: "POST", body };
}

async function json(path, request = {}, options = {}) {
  const answer = await ask(path, request, options);
  try {
    return await answer.json();
  } catch {
    throw new Problem("refused", t("fault_other"));
  }
}

async function download(path, request, options) {
  return made(await ask(path, request, options), "file");
}

/** Asks; a busy server is asked again after the time it names, a few times. */
async function ask(path, request, { signal, onbusy } = {}) {
  for (let attempt = 1; ; attempt++) {
    let answer;
    try {
      answer = await fetch(path, { credentials: "same-origin", cache: "no-store", signal, ...request });
    } catch (fault) {
      if (signal?.aborted) throw new Problem("stopped", t("stopped"));
      throw new Problem("away", t(MODE === "hosted" ? "fault_offline_server" : "fault_offline_local"));
    }
    if (answer.ok) return answer;
    if (answer.status === 503 && attempt < TRIES) {
      const seconds = Number(answer.headers.get("Retry-After")) || 5;
      onbusy?.(seconds);
      await pause(seconds * 1000, signal);
      continue;
    }
    const { message, code } = await told(answer);
    throw new Problem(answer.status === 401 ? "code" : code ? "password" : "refused", message);
  }
}

async function told(answer) {
  try {
    const { message, code } = await answer.json();
    return { message: message ?? t("fault_other"), code };
  } catch {
    return { message: t(answer.status === 413 ? "fault_size" : "fault_other", { file: t("workbook") }) };
  }
}

const pause = (milliseconds, signal) =>
  new Promise((done) => {
    const clock = setTimeout(done, milliseconds);
    signal?.addEventListener("abort", () => (clearTimeout(clock), done()), { once: true });
  });
