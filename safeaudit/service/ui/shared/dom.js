// Builds elements: text is always text, never mark-up, and no inline style or script is ever made.

const SVG = "http://www.w3.org/2000/svg";

/** An element with properties (class, data-*, aria-*, on…) and children; null and false are left out. */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) set(element, name, value);
  add(element, children);
  return element;
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "class") element.className = value;
  else if (name === "value" || name === "checked" || name === "disabled") element[name] = value;
  else element.setAttribute(name, value === true ? "" : String(value));
}

/** Adds children to an element, lists of them as well; null, false and empty texts are left out. */
export function add(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** A small picture beside words, of [path, class] each; screen readers pass over it, as the words say the same. */
export function drawn(size, name, paths) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of [["viewBox", `0 0 ${size} ${size}`], ["class", name], ["aria-hidden", "true"], ["focusable", "false"]])
    svg.setAttribute(key, value);
  for (const [shape, part] of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", shape);
    if (part) path.setAttribute("class", part);
    svg.append(path);
  }
  return svg;
}
