"use strict";
// Single keys press what is on the page; without this script every form works by mouse and Tab.
(() => {
  const keys = JSON.parse(document.body.dataset.keys);
  const actions = Object.fromEntries(Object.entries(keys).map(([action, key]) => [key, action]));
  const told = document.getElementById("told");
  if (told && !told.hidden) told.focus({ preventScroll: true });

  for (const optional of document.querySelectorAll("[data-optional]")) {
    optional.querySelector("img").addEventListener("error", () => optional.remove());
  }

  // one act, one form: a second press while the first is under way sends nothing
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
    });
  }
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.forms) delete form.dataset.sent;
  });

  const isWriting = (element) =>
    element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement ||
    (element instanceof HTMLInputElement && element.type !== "checkbox");

  const openPart = () => document.querySelector("details[data-digits][open]");

  const openOnly = (details) => {
    const wasOpen = details.open;
    for (const other of document.querySelectorAll("details[data-digits]")) other.open = false;
    details.open = !wasOpen;
    if (details.open) details.querySelector("input, button").focus();
  };

  // among objectives a digit chooses and saves; with Shift it only chooses, for several
  const pressDigit = (digit, several) => {
    const part = openPart() || document.querySelector("[data-digits=kind]") || document;
    const chosen = part.querySelector(`[data-digit="${digit}"]`);
    if (!chosen) return false;
    if (chosen.type !== "checkbox" || several) {
      chosen.click();
      chosen.focus();
    } else {
      chosen.checked = true;
      part.querySelector("[data-enter]").click();
    }
    return true;
  };

  const rows = [...document.querySelectorAll("[data-rows] .row")];
  const goTo = (step) => {
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
    if (next) next.focus();
  };

  const act = (action) => {
    const row = document.activeElement && document.activeElement.closest("[data-rows] .row");
    const element = (row && row.querySelector(`[data-row-action="${action}"]`)) ||
      document.querySelector(`[data-action="${action}"]`);
    if (!element) return false;
    const details = element.closest("details");
    if (element.tagName === "SUMMARY" && details.dataset.digits) openOnly(details);
    else if (element.tagName === "TEXTAREA") element.focus();
    else element.click();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    const at = document.activeElement;
    if (event.key === "Escape") {
      const part = openPart();
      if (isWriting(at)) at.blur();
      else if (part) part.open = false;
      return;
    }
    if (isWriting(at)) return;
    if (rows.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      goTo(event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      return;
    }
    if (event.key === "Enter" && at && at.type === "checkbox") {
      const save = openPart() && openPart().querySelector("[data-enter]");
      if (save) { save.click(); event.preventDefault(); }
      return;
    }
    const digit = /^[1-9]$/.exec(event.key) || /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    const done = digit ? pressDigit(digit[digit.length - 1], event.shiftKey)
      : actions[event.key.toLowerCase()] && act(actions[event.key.toLowerCase()]);
    if (done) event.preventDefault();
  });
})();
