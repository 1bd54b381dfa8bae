// The Word report: which kind, for whom, in which language, in whose template; then progress and the file.

import { h } from "../../shared/dom.js";
import { languages, number, t } from "../../shared/words.js";
import { webPage } from "./api.js";
import { bdi, icon } from "./dom.js";

export function report(state, act) {
  const { counts } = state.result.audit;
  return [
    h("h2", { id: "view-title", tabindex: "-1" }, t("report.title")),
    h("p", {}, t("report.text")),
    counts.error && state.wishes.kind !== "findings" ? h("p", { class: "note error" }, icon("error"), h("span", {}, t("report.draft", { count: number(counts.error) }))) : null,
    form(state, act),
    h("div", { id: "report-progress", "aria-live": "polite" }, outcome(state, act)),
    sendBack(state, act),
  ];
}

function form(state, act) {
  const { wishes, kinds } = state;
  return h(
    "form",
    {
      class: "wishes",
      onsubmit: (event) => {
        event.preventDefault();
        act.build();
      },
    },
    h(
      "fieldset",
      {},
      h("legend", {}, t("report.kind")),
      kinds.map((kind) => choice("kind", kind, wishes, act)),
    ),
    h(
      "fieldset",
      {},
      h("legend", {}, t("report.audience")),
      ["restricted", "public"].map((audience) => choice("audience", audience, wishes, act)),
    ),
    h("label", { for: "report-language" }, t("report.language")),
    h(
      "select",
      { id: "report-language", "data-key": "report-language", onchange: (event) => act.wish({ language: event.target.value }) },
      languages().map((each) => h("option", { value: each.code, selected: each.code === wishes.language }, each.name)),
    ),
    template(state, act),
    h("button", { type: "submit", class: "button primary", "data-key": "build", disabled: state.building !== null }, t("do.build"), icon("file")),
  );
}

function choice(group, name, wishes, act) {
  const id = `${group}-${name}`;
  return h(
    "div",
    { class: "choice" },
    h("input", { type: "radio", id, name: group, value: name, "data-key": id, checked: wishes[group] === name, "aria-describedby": `${id}-text`, onchange: () => act.wish({ [group]: name }) }),
    h("label", { for: id }, t(`${group}.${name}`)),
    h("p", { id: `${id}-text`, class: "quiet" }, t(`${group}.${name}.text`)),
  );
}

function template(state, act) {
  const { wishes } = state;
  return h(
    "div",
    { class: "template" },
    h("label", { for: "report-template" }, t("report.template")),
    h("p", { id: "template-help", class: "quiet" }, t("report.template.help")),
    wishes.template
      ? h(
          "p",
          { class: "row" },
          h("span", {}, icon("file"), " ", bdi(wishes.template.name)),
          h("button", { type: "button", class: "link", "data-key": "template-away", onclick: () => act.wish({ template: null }) }, t("report.template.remove")),
        )
      : h("input", {
          type: "file",
          id: "report-template",
          accept: ".docx",
          "data-key": "report-template",
          "aria-describedby": state.templateError ? "template-help template-error" : "template-help",
          onchange: (event) => act.template(event.target.files[0]),
        }),
    state.templateError ? h("p", { id: "template-error", class: "field-error" }, icon("error"), state.templateError) : null,
  );
}

function outcome(state, act) {
  if (state.building) {
    return h(
      "div",
      { class: "card working" },
      h("p", { id: "building" }, t(`report.working.${state.building}`)),
      h("progress", { "aria-labelledby": "building" }),
      h("button", { type: "button", class: "link", "data-key": "build-stop", onclick: () => act.stopBuilding() }, t("do.cancel")),
    );
  }
  if (state.reportError) return h("p", { class: "note error" }, icon("error"), h("span", {}, state.reportError));
  const { built } = state;
  if (!built) return null;
  return h(
    "div",
    { class: "card built" },
    h("h3", {}, icon("done"), t("report.ready")),
    h("p", {}, bdi(built.name), " · ", t("report.size", { size: number(Math.max(1, Math.round(built.size / 1024))) })),
    built.draft ? h("p", {}, t("report.is_draft")) : null,
    built.notes ? h("p", { class: "note" }, built.notes) : null,
    h("a", { class: "button primary", href: built.url, download: built.name, "data-key": "download" }, t("report.download")),
    h("p", { class: "quiet" }, t("report.no_download"), " ", h("a", { href: webPage(), target: "_blank", rel: "noopener" }, t("do.web_page"))),
  );
}

function sendBack(state, act) {
  const { sent } = state;
  return h(
    "section",
    { "aria-labelledby": "send-title" },
    h("h3", { id: "send-title" }, t("send.title")),
    h("p", {}, t("send.text")),
    sent ? h("div", { class: "card" }, h("p", {}, h("strong", {}, sent.message)), h("p", {}, sent.next)) : null,
    h("button", { type: "button", class: "button start", "data-key": "send", onclick: () => act.sendBack() }, t("do.send_back")),
  );
}
