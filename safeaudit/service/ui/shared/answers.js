// What comes back from the server: failures as a Problem, and files.

/** What went wrong: `kind` is for the program, `message` one plain sentence for the person. */
export class Problem extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

/** A file the server sent, as {blob, name}. */
export async function file(answer, fallback) {
  const disposition = answer.headers.get("Content-Disposition") ?? "";
  const coded = /filename\*=UTF-8''([^;]+)/i.exec(disposition);
  const name = coded ? decodeURIComponent(coded[1]) : /filename="([^"]+)"/i.exec(disposition)?.[1];
  return { blob: await answer.blob(), name: name || fallback };
}

/** A report the server made, as {blob, name, draft, notes}. */
export async function made(answer, fallback) {
  const notes = decodeURIComponent(answer.headers.get("X-Safeaudit-Notes") ?? "");
  return { ...(await file(answer, fallback)), draft: answer.headers.get("X-Safeaudit-Draft") === "yes", notes };
}

/** Hands a file to the browser, which saves it. */
export function save({ blob, name }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.hidden = true;
  document.body.append(link); // some browsers follow no link that is not on the page
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
