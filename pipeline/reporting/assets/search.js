/* Search over units, objectives, documents and goals, offline. The texts are read when the field is
   first used. Each search runs through all texts, so that a word is also found within a compound:
   twenty thousand goals take a few milliseconds, and no index has to be built or kept. */
"use strict";
(() => {
  const script = document.currentScript;
  const { root, top: topFolder } = script.dataset;
  const words = JSON.parse(script.dataset.words);
  const MOST = 50, BESIDE_FIELD = 8, LEAST_WITHIN = 3;

  /* ---- texts as they are compared: small letters without marks, ø as o, å and aa as a ---- */

  const LETTERS = { "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ß": "ss" };
  // stands in no text: a whole corpus is compared as one text, which is much faster than one by one
  const BETWEEN = "\u0001";
  const folded = text => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "")
    .replace(/[æøđðß]/g, letter => LETTERS[letter]).replace(/[^\p{L}\p{N}\u0001]+/gu, " ").replace(/aa+/g, "a").replace(/oe+/g, "o").trim();
  const foldedAll = texts => folded(texts.join(BETWEEN)).split(BETWEEN).map(text => text.trim());
  const termsOf = query => folded(query).split(" ").filter(Boolean);

  /* Where each letter of a text stands in what it is compared as. */
  function traced(text) {
    let plain = "";
    const from = [];
    [...text.normalize("NFC")].reduce((at, letter) => {
      const small = letter.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[æøđðß]/g, l => LETTERS[l]);
      for (const part of small) {
        const is = /[\p{L}\p{N}]/u.test(part) ? part : " ", last = plain.at(-1);
        if ((is === " " && (last === " " || last === undefined)) || (is === "a" && last === "a") || (is === "e" && last === "o")) continue;
        plain += is;
        from.push([at, at + letter.length]);
      }
      return at + letter.length;
    }, 0);
    return { plain, from };
  }
  function highlighted(text, terms) {
    const normal = text.normalize("NFC"), { plain, from } = traced(normal);
    const marks = terms.flatMap(term => {
      const begin = placeOf(plain, term);
      return begin < 0 ? [] : [[from[begin][0], from[begin + term.length - 1][1]]];
    }).sort((a, b) => a[0] - b[0]);
    const pieces = [];
    let at = 0;
    for (const [begin, end] of marks) {
      if (begin < at) continue;
      const mark = document.createElement("mark");
      mark.textContent = normal.slice(begin, end);
      pieces.push(normal.slice(at, begin), mark);
      at = end;
    }
    return [...pieces, normal.slice(at)];
  }
  /* A term's place in a text: where a word begins with it, else within one; -1 where it isn't. */
  function placeOf(text, term) {
    const begins = ` ${text}`.indexOf(` ${term}`);
    return begins >= 0 || term.length < LEAST_WITHIN ? begins : text.indexOf(term);
  }

  /* ---- what can be found ---- */

  let entries = null, waiting = null;
  function load() {
    waiting ||= new Promise((done, failed) => {
      if (window.koplingGoals) { done(); return; }
      const tag = document.createElement("script");
      tag.src = script.dataset.texts || `${topFolder}assets/goals.js`;
      tag.addEventListener("load", done);
      tag.addEventListener("error", failed);
      document.head.append(tag);
    }).then(() => { entries = made(window.koplingGoals); });
    return waiting;
  }
  function made({ levels, units, documents, goals, municipalities = [] }) {
    const found = [
      ...municipalities.map(([name, href]) => ({ kind: "municipality", weight: 4, text: name, place: "", href })),
      // units of several municipalities each have an address of their own
      ...units.map(([name, slug, area, href]) => ({ kind: "unit", weight: 3, text: name, place: area, href: href || `enheter/${slug}.html` })),
      ...documents.map(([title, slug, kind, year]) => ({ kind: "document", weight: 1, text: title, place: `${words.levels[kind]}${year ? ` ${year}` : ""}`, href: `dokumenter/${slug}.html` })),
    ];
    const same = new Map();
    const plain = foldedAll(goals.map(row => row[2]));
    goals.forEach(([id, number, text, language, level, doc, part, page, unit, year, own, slug], at) => {
      const key = slug ? id : plain[at];
      const before = same.get(key);
      if (before) { before.more += 1; return; }
      const where = documents[doc];
      const isUnits = own && levels[level] === "lederavtale" && unit >= 0;
      const entry = {
        kind: slug ? "objective" : "goal", weight: slug ? 2 : 0, text, number, language, more: 0,
        place: [isUnits ? units[unit][0] : "", where ? where[0] : "", words.page.replace("{n}", page), slug || !year || (where && where[0].includes(year)) ? "" : String(year)].filter(Boolean).join(" · "),
        href: slug ? `mal/${slug}.html` : isUnits ? `enheter/${units[unit][1]}.html#${id}` : where ? `dokumenter/${where[1]}${part}.html#${id}` : "",
        plain: ` ${number ? `${folded(number)} ` : ""}${plain[at]}`,
      };
      same.set(key, entry);
      found.push(entry);
    });
    const others = found.filter(entry => entry.plain === undefined);
    foldedAll(others.map(entry => entry.text)).forEach((text, at) => { others[at].plain = ` ${text}`; });
    return found;
  }

  /* The best entries, and how many answer. A word's beginning counts for more than its inside,
     a unit and an objective for more than a goal, a short text for more than a long one. */
  function search(query, most) {
    const terms = termsOf(query);
    if (!terms.length) return { terms, best: [], count: 0 };
    // the best so far, best first: sorting all that answer to one letter would take longer
    const best = [];
    let count = 0;
    for (const entry of entries) {
      let score = entry.weight * 2, isHit = true;
      for (const term of terms) {
        const begins = entry.plain.indexOf(` ${term}`);
        if (begins >= 0) {
          const after = entry.plain[begins + term.length + 1];
          score += 6 + (after === undefined || after === " " ? 3 : 0) + (begins === 0 ? 1 : 0);
        } else if (term.length >= LEAST_WITHIN && entry.plain.includes(term)) score += 2;
        else { isHit = false; break; }
      }
      if (!isHit) continue;
      count += 1;
      score -= entry.plain.length / 200;
      if (best.length >= most && best.at(-1)[0] >= score) continue;
      let at = best.length;
      while (at > 0 && best[at - 1][0] < score) at -= 1;
      best.splice(at, 0, [score, entry]);
      if (best.length > most) best.pop();
    }
    return { terms, best: best.map(hit => hit[1]), count };
  }

  /* ---- how it is shown ---- */

  const element = (tag, attributes = {}, ...inside) => {
    const built = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) built.setAttribute(key, value);
    built.append(...inside);
    return built;
  };
  const lang = code => !code || code === document.documentElement.lang ? null : code;
  const whole = n => String(n).replace(/\B(?=(\d{3})+$)/g, words.group);
  const counted = (forms, n) => forms[n === 1 ? 0 : 1].replace("{n}", whole(n));
  const told = ({ count, best }) => count === 0 ? words.none
    : count > best.length ? words.first.replace("{shown}", whole(best.length)).replace("{hits}", counted(words.hits, count)) : counted(words.hits, count);
  function shown(entry, terms) {
    return [
      element("span", { class: "hit-kind" }, words.kinds[entry.kind]),
      element("span", { class: "hit-text", lang: lang(entry.language) }, ...(entry.number ? [element("span", { class: "number" }, entry.number), " "] : []), ...highlighted(entry.text, terms)),
      element("span", { class: "hit-place" }, entry.place, ...(entry.more ? [` · ${counted(words.more, entry.more)}`] : [])),
    ];
  }
  const resultsHref = query => `${root}sok.html#${new URLSearchParams({ q: query })}`;

  function inHeader(link) {
    const field = element("input", {
      type: "search", id: "sok-felt", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false",
      "aria-controls": "sok-liste", "aria-autocomplete": "list", placeholder: words.short, "aria-label": words.label,
    });
    const options = element("ul", { id: "sok-liste", role: "listbox", "aria-label": words.results, hidden: "" });
    const status = element("p", { class: "sr", role: "status" });
    const box = element("div", { class: "search", role: "search" }, field, options, status);
    link.replaceWith(box);
    let at = -1;
    const close = () => { options.hidden = true; at = -1; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };
    const go = option => { close(); location.href = option.dataset.href; };
    function list() {
      if (!entries || !termsOf(field.value).length) { close(); status.textContent = ""; return; }
      const found = search(field.value, BESIDE_FIELD);
      const all = element("li", { role: "option", class: "all", "data-href": resultsHref(field.value) }, found.count ? `${words.all} (${whole(found.count)})` : words.none);
      options.replaceChildren(...found.best.map(entry => element("li", { role: "option", "data-href": root + entry.href }, ...shown(entry, found.terms))), all);
      [...options.children].forEach((option, number) => { option.id = `sok-valg-${number}`; option.setAttribute("aria-selected", "false"); });
      at = -1;
      options.hidden = false;
      field.setAttribute("aria-expanded", "true");
      field.removeAttribute("aria-activedescendant");
      status.textContent = told(found);
    }
    function move(step) {
      const all = [...options.children];
      if (options.hidden || !all.length) { list(); return; }
      if (at >= 0) all[at].setAttribute("aria-selected", "false");
      at = (at + step + all.length + (at < 0 && step < 0 ? 1 : 0)) % all.length;
      all[at].setAttribute("aria-selected", "true");
      all[at].scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", all[at].id);
    }
    field.addEventListener("focus", () => load().then(() => { if (document.activeElement === field && field.value) list(); }));
    field.addEventListener("input", () => load().then(list));
    field.addEventListener("blur", () => setTimeout(close, 150));
    options.addEventListener("mousedown", event => event.preventDefault());
    options.addEventListener("click", event => { const option = event.target.closest("[role=option]"); if (option) go(option); });
    field.addEventListener("keydown", event => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); move(event.key === "ArrowDown" ? 1 : -1); }
      else if (event.key === "Escape") { if (!options.hidden) { event.preventDefault(); close(); } }
      else if (event.key === "Enter" && field.value.trim()) {
        event.preventDefault();
        if (at >= 0 && !options.hidden) go(options.children[at]);
        else { close(); location.href = resultsHref(field.value); }
      }
    });
  }

  function onOwnPage(page) {
    const field = page.querySelector("input"), status = page.querySelector("[role=status]"), list = page.querySelector("ol");
    page.hidden = false;
    document.getElementById("sok-uten-skript").hidden = true;
    const asked = () => new URLSearchParams(location.hash.slice(1)).get("q") || "";
    function show() {
      const found = search(field.value, MOST);
      list.replaceChildren(...found.best.map(entry => element("li", {}, element("a", { href: root + entry.href }, ...shown(entry, found.terms)))));
      status.textContent = found.terms.length ? told(found) : "";
    }
    field.addEventListener("input", () => load().then(() => {
      show();
      history.replaceState(null, "", field.value ? `#${new URLSearchParams({ q: field.value })}` : location.pathname + location.search);
    }));
    const begin = () => { field.value = asked(); load().then(show); };
    addEventListener("hashchange", begin);
    begin();
    field.focus();
  }

  const link = document.getElementById("sok-lenke"), page = document.getElementById("sok");
  if (page) onOwnPage(page);
  if (link && !page) inHeader(link);
  window.koplingSearch = { load, search: (query, most = MOST) => search(query, most) };
})();
