// The pane speaks the language of the workbook.

import { locale, take } from "../../shared/words.js";

/** Takes what GET /api/texts answered and turns the page to that language and direction. */
export function use(answer) {
  take(answer);
  document.documentElement.lang = locale(answer.language);
  document.documentElement.dir = answer.direction;
}
