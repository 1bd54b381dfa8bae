// Makes elements. Text only ever becomes text: nothing that came from a workbook is read as mark-up.

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  error: ["M10 2.5 17.5 10 10 17.5 2.5 10z", "M10 6.2v4.6M10 13v.8"],
  warning: ["M10 3 18 17H2z", "M10 8v4.4M10 14v.8"],
  advice: ["M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 1 0 0-15z", "M10 9v5M10 6v.8"],
  accepted: ["M3 3h14v14H3z", "M6.5 10.2l2.4 2.5 4.8-5.4"],
};

/** An element with attributes (on… adds a listener, `class` sets the class, false and null are left out) and children. */
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** The sign of a severity: a shape of its own each, so that colour is never the only difference. */
export function sign(severity) {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("viewBox", "0 0 20 20");
  made.setAttribute("class", `sign ${severity}`);
  made.setAttribute("aria-hidden", "true");
  made.setAttribute("focusable", "false");
  for (const shape of SHAPES[severity]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", shape);
    made.append(path);
  }
  return made;
}

let number = 0;
/** An id that no other element has. */
export const newId = (stem) => `${stem}-${++number}`;
