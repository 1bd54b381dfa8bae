// The page's own pieces: the signs of severities, and ids.

import { drawn } from "../shared/dom.js";

const SHAPES = {
  error: ["M10 2.5 17.5 10 10 17.5 2.5 10z", "M10 6.2v4.6M10 13v.8"],
  warning: ["M10 3 18 17H2z", "M10 8v4.4M10 14v.8"],
  advice: ["M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 1 0 0-15z", "M10 9v5M10 6v.8"],
  accepted: ["M3 3h14v14H3z", "M6.5 10.2l2.4 2.5 4.8-5.4"],
};

/** The sign of a severity: a shape of its own each, so that colour is never the only difference. */
export const sign = (severity) => drawn(20, `sign ${severity}`, SHAPES[severity].map((shape) => [shape]));

let number = 0;
/** An id that no other element has. */
export const newId = (stem) => `${stem}-${++number}`;
