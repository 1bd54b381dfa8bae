// The pane's own pieces: its signs, and places whose content is replaced.

import { add, drawn, h } from "../../shared/dom.js";

/** Shapes of 16 by 16; each differs from the others without its colour. */
const SHAPES = {
  error: ["M5.2 1h5.6L15 5.2v5.6L10.8 15H5.2L1 10.8V5.2z", "M8 4.2v4.6M8 11v.9"],
  warning: ["M8 1.4 15.2 14.4H.8z", "M8 6v4M8 11.7v.8"],
  advice: ["M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z", "M8 7.2v4.4M8 4.3v.9"],
  accepted: ["M2 1.5h12v13H2z", "m4.8 8 2.3 2.4 4.2-4.8"],
  done: ["M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z", "m4.7 8.2 2.4 2.4 4.2-4.9"],
  started: ["M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z", "M8 4v4.2l2.8 1.9"],
  empty: ["M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z"],
  waived: ["M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z", "M4.6 8h6.8"],
  go: [null, "M3 8h9M8.5 4.2 12.4 8l-3.9 3.8"],
  open: [null, "m3.5 6 4.5 4.5L12.5 6"],
  again: [null, "M13 8a5 5 0 1 1-1.6-3.7M13.2 1.6v3.2H10"],
  file: ["M3 1h6.5L13 4.5V15H3z", "M9.3 1.2v3.6h3.5"],
};

export function icon(name) {
  const [ground, lines] = SHAPES[name];
  return drawn(16, `icon icon-${name}`, [[ground, "icon-ground"], [lines, "icon-lines"]].filter(([shape]) => shape));
}

/** An address or a name kept in its own reading direction inside a sentence. */
export const bdi = (text) => h("bdi", {}, text);

/** Replaces the content of a place; what people opened stays open, and the focused control keeps focus and caret. */
export function replace(place, ...children) {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.dataset.key;
  const caret = focused && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  const open = new Set([...place.querySelectorAll("details[open] > summary")].map((summary) => summary.dataset.key));
  place.replaceChildren();
  add(place, children);
  for (const summary of place.querySelectorAll("summary")) if (open.has(summary.dataset.key)) summary.parentElement.open = true;
  if (!key) return;
  const again = [...place.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key);
  again?.focus({ preventScroll: true });
  if (again && caret && caret[0] !== null) again.setSelectionRange(...caret);
}
