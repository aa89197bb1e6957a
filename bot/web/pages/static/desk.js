// The desk works without this: it adds the keyboard, and keeps what is being typed until the server has taken it.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const line = $("line");
  const DAYS = 7 * 24 * 3600 * 1000;
  const store = (() => { try { return window.localStorage; } catch { return null; } })();
  const keep = (name, value) => { try { store.setItem(`desk-${name}`, JSON.stringify(value)); } catch { /* full, or forbidden: the page itself still has it */ } };
  const read = (name) => { try { return JSON.parse(store.getItem(`desk-${name}`)); } catch { return null; } };
  const drop = (name) => { try { store.removeItem(`desk-${name}`); } catch { /* nothing is kept there */ } };

  // On a telephone the sections fold into one button.
  const rooms = $("rooms");
  if (rooms) {
    const top = rooms.parentElement;
    rooms.hidden = false;
    top.classList.add("folds");
    rooms.addEventListener("click", () => rooms.setAttribute("aria-expanded", String(top.classList.toggle("open"))));
  }

  // What was typed lies in this browser, with the id by which it is done once. It goes when the server has taken it.
  for (const name of Object.keys(store || {})) {
    const kept = name.startsWith("desk-") ? read(name.slice(5)) : null;
    if (kept && Date.now() - kept.at > DAYS) drop(name.slice(5));
  }
  const done = read("sending");
  if (done && document.body.dataset.took) { for (const one of [done.name, done.also, "sending"]) drop(one); }

  const fields = (form) => [...form.elements].filter((one) => one.name && !["csrf", "key", "read", "revision", "ids", "linked", "off"].includes(one.name) && !["hidden", "file"].includes(one.type) && one.tagName !== "BUTTON");
  // randomUUID is there over https alone; a desk may stand in the office's own network.
  const makeKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
  const value = (one) => (one.type === "radio" || one.type === "checkbox" ? one.checked : one.value);
  for (const form of document.querySelectorAll("form[data-draft].keeps")) {
    const name = form.dataset.draft;
    const kept = read(name);
    if (kept && !form.querySelector("[aria-invalid]")) {
      for (const one of fields(form)) {
        const was = kept.fields[`${one.name}=${one.type === "radio" ? one.value : ""}`];
        if (was === undefined) continue;
        if (one.type === "radio" || one.type === "checkbox") one.checked = was; else one.value = was;
      }
      form.elements.key.value = kept.key;
    }
    form.addEventListener("input", () => {
      // What was sent before, and nobody knows whether it arrived, is another act once it is changed.
      if ((read("sending") || {}).name === name) { form.elements.key.value = makeKey(); drop("sending"); }
      const all = {};
      for (const one of fields(form)) all[`${one.name}=${one.type === "radio" ? one.value : ""}`] = value(one);
      keep(name, { at: Date.now(), key: form.elements.key.value, fields: all });
    });
  }

  // Nothing is sent into a line that is down: the form stays as it is, and says so.
  let going = false;
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method !== "post" || going) { if (going) event.preventDefault(); return; }
    event.preventDefault();
    going = true;
    try {
      const answer = await fetch(document.querySelector("script[src]").src, { method: "HEAD", cache: "no-store" });
      if (answer.status >= 502) throw new Error("nobody is there");
    } catch {
      line.textContent = document.body.dataset.offline;
      going = false;
      return;
    }
    line.textContent = "";
    const shows = event.submitter && ["look", "edit", "photo", "turn", "sheet_done"].includes(event.submitter.value);
    if (form.action.endsWith("/desk/out")) for (const one of Object.keys(store || {})) if (/^desk-(intake|pasted)/.test(one)) drop(one.slice(5)); // names and telephones of others: the next clerk does not see them
    if (form.dataset.draft && !shows && !form.action.includes("/preview")) keep("sending", { at: Date.now(), name: form.dataset.draft, also: form.dataset.also });
    const button = event.submitter;
    if (button && button.name) {
      const said = document.createElement("input");
      said.type = "hidden"; said.name = button.name; said.value = button.value;
      form.append(said);
    }
    if (button && button.hasAttribute("formaction")) form.action = button.formAction;
    if (button && button.formEnctype) form.enctype = button.formEnctype;
    form.submit();
  });
  window.addEventListener("pageshow", () => { going = false; });

  // What a decision does not need is not shown.
  for (const form of document.querySelectorAll("form#answer")) {
    const fit = () => {
      const chosen = form.querySelector("[name=decision]:checked");
      for (const one of form.querySelectorAll(".sum")) one.hidden = Boolean(chosen) && !("sum" in chosen.dataset);
      for (const one of form.querySelectorAll(".reason")) one.hidden = Boolean(chosen) && chosen.value === "included";
    };
    form.addEventListener("change", fit);
    fit();
  }

  const rows = [...document.querySelectorAll(".queue tbody tr, .few .sheet")];
  const all = $("all");
  if (all) {
    all.hidden = false;
    all.addEventListener("click", () => {
      const boxes = rows.map((row) => row.querySelector("input"));
      const on = boxes.some((box) => !box.checked);
      for (const box of boxes) box.checked = on;
    });
  }
  for (const one of document.querySelectorAll(".keys")) one.hidden = false;
  const narrow = document.querySelector(".narrow");
  if (narrow && window.matchMedia("(min-width: 50rem)").matches) narrow.open = true;
  const filters = document.querySelector("form.filters");
  if (filters) for (const one of filters.querySelectorAll("select")) one.addEventListener("change", () => filters.submit());

  let now = -1;
  const move = (by) => {
    if (!rows.length) return;
    now = Math.max(0, Math.min(rows.length - 1, now + by));
    rows.forEach((row, n) => row.classList.toggle("now", n === now));
    rows[now].querySelector("a").focus();
    rows[now].scrollIntoView({ block: "nearest" });
  };
  const write = () => {
    const first = document.querySelector("#answer [name=decision]:checked, #answer [name=decision]");
    if (first) first.focus();
    else if (now >= 0) rows[now].querySelector("a").click();
    else document.querySelector("a.button.main")?.click();
  };
  const KEYS = {
    j: () => (rows.length ? move(1) : window.scrollBy(0, 80)),
    k: () => (rows.length ? move(-1) : window.scrollBy(0, -80)),
    a: () => document.querySelector("[name=every], #all")?.click(),
    x: () => { const box = rows[now]?.querySelector("input"); if (box) box.checked = !box.checked; },
    m: () => document.querySelector("#many")?.click(),
    e: write,
    s: () => document.querySelector(".ready form button.main, .few button.main")?.click(),
    n: () => $("next")?.click(),
    "/": () => ($("q") ? $("q").focus() : window.location.assign("/desk#q")),
    "?": () => $("help")?.showModal(),
  };
  const OTHER = { о: "j", л: "k", ф: "a", ч: "x", у: "e", ь: "m", ы: "s", т: "n", ".": "/", ",": "?" }; // where these stand on a Cyrillic keyboard
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inside = event.target.closest("textarea, select, input:not([type=checkbox]):not([type=radio]), dialog");
    if (event.key === "Escape" && inside) { event.target.blur(); return; }
    if (inside) return;
    const act = KEYS[event.key] || KEYS[OTHER[event.key]];
    if (act) { event.preventDefault(); act(); }
  });
  // Ctrl+Enter in a text sends its form on.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) (event.target.form.querySelector("button.main") || event.target.form.querySelector("button:not(.first)"))?.click();
  });
  if (window.location.hash === "#q") $("q")?.focus();
})();
