// Pieces that several views show: counts, places of findings, the form for accepting.

import { h } from "../../shared/dom.js";
import { number, t } from "../../shared/words.js";
import { bdi, icon } from "./dom.js";

/** All findings with the group each belongs to. */
export const allFindings = (result) =>
  result.groups.flatMap((group) => group.findings.map((each) => ({ ...each, group, accepted: group.accepted })));

/** The rule of missing answers: one reason covers all of a sheet, so it is accepted by sheet. As in ledger.py. */
export const MISSING = "CL-01";

/** What tells a finding from all others, for keys and for forms that stay open. */
export const keyOf = (group, finding) => [group.rule, finding.sheet, finding.cell, finding.row_id, finding.column].join("|");

/** Counts by severity as words with a sign, the empty ones left out. */
export function tally(counts) {
  const shown = Object.entries(counts).filter(([, count]) => count > 0);
  if (!shown.length) return null;
  return h(
    "ul",
    { class: "tally", "aria-label": t("findings.counts") },
    shown.map(([severity, count]) => h("li", { class: severity }, icon(severity), t(`count.${severity}`, { count: number(count) }))),
  );
}

/** The places of a group, the first `shown` of them; each with its address, its sentence and the way there. */
export function places(group, act, shown = group.findings.length, form = null) {
  return h(
    "ul",
    { class: "places" },
    group.findings.slice(0, shown).map((finding) => {
      const where = [finding.sheet, finding.cell].filter(Boolean).join(" ");
      const key = keyOf(group, finding);
      return h(
        "li",
        { class: `place ${group.severity}` },
        h("p", {}, icon(group.accepted ? "accepted" : group.severity), h("span", {}, where ? h("span", { class: "address" }, bdi(where)) : null, " ", finding.message)),
        h(
          "div",
          { class: "row" },
          finding.sheet
            ? h("button", { type: "button", class: "link", "data-key": `go-${key}`, "aria-label": t("do.go_there_to", { place: where }), onclick: () => act.goTo(finding) }, t("do.go_there"), icon("go"))
            : null,
          form ? form(finding, key) : null,
        ),
      );
    }),
  );
}
