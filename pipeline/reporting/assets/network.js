/* The network page: what is chosen stands in the address, and picture and table both follow it. */
"use strict";
(() => {
  const root = document.getElementById("nett");
  if (!root || !window.koplingGoals || !window.koplingLinks) return;
  const words = JSON.parse(root.dataset.words);
  const { levels, units, documents } = window.koplingGoals;
  const net = window.koplingLinks;
  const MOST_ELEMENTS = 1500, MOST_UNITS = 60, A_PAGE = 100, NEIGHBOURS = 30;
  const UNDECIDED = 0, STATED = 2;
  const AGREEMENT = levels.indexOf("lederavtale");
  const by = id => document.getElementById(id);

  const goals = window.koplingGoals.goals.map((row, at) => {
    const [id, number, text, language, level, doc, part, page, unit, year, own, slug] = row;
    return { at, id, number, text, language, level, doc, part, page, unit, year, own, slug };
  });
  const parent = new Map(net.parents);
  const links = net.links.map(([goal, target, p, state, kind]) => ({ goal: goals[goal], target: goals[target], p, state, kind }));
  const objective = new Map();
  for (const link of links) if (!objective.has(link.target)) objective.set(link.target, withPage(link.target));
  const bySlug = new Map(goals.filter(g => g.slug).map(g => [g.slug, g]));
  const unitBySlug = new Map(units.map((unit, at) => [unit[1], at]));
  const byId = new Map(goals.map(g => [g.id, g]));

  function above(goal) {
    const chain = [];
    for (let at = goal.at; at !== undefined && !chain.includes(at); at = parent.get(at)) chain.push(at);
    return chain.map(at => goals[at]);
  }
  function withPage(goal) { return above(goal).find(g => g.slug) || goal; }

  /* ---- what is chosen ---- */

  const FIELDS = { ar: "valg-ar", fra: "valg-fra", til: "valg-til", omrade: "valg-omrade", enhet: "valg-enhet", mal: "valg-mal", vis: "valg-vis", p: "valg-p" };
  const options = new Map(Object.values(FIELDS).filter(id => by(id) && by(id).options).map(id => [id, new Set([...by(id).options].map(o => o.value))]));
  const hasOption = (id, value) => options.has(id) && options.get(id).has(value);
  const STANDARD = {
    ar: root.dataset.year, til: hasOption("valg-til", levels[net.top]) ? levels[net.top] : "",
    fra: hasOption("valg-fra", "lederavtale") ? "lederavtale" : "",
    omrade: "", enhet: "", mal: "", vis: "", p: "0", valgt: "",
  };

  function read() {
    const given = new URLSearchParams(location.hash.slice(1));
    const state = { ...STANDARD };
    for (const key of Object.keys(STANDARD)) {
      if (!given.has(key)) continue;
      const value = given.get(key);
      if (key === "valgt" || key === "p" || hasOption(FIELDS[key], value)) state[key] = value;
    }
    const p = Number(state.p);
    state.p = String(p > 0 && p < 1 ? p : 0);
    return state;
  }
  function write(state, isNew = true) {
    const kept = Object.entries(state).filter(([key, value]) => value !== STANDARD[key]);
    const hash = `#${new URLSearchParams(kept)}`;
    history[isNew ? "pushState" : "replaceState"](null, "", hash === "#" ? location.pathname + location.search : hash);
    update(false);
  }
  function change(changes, isNew = true) { write({ ...read(), ...changes }, isNew); }
  // what is shown now; the address is read once for all rows
  let now = read();

  /* ---- the rows that answer to it ---- */

  const undecidedBest = new Map();
  const decided = new Set();
  for (const link of links) {
    if (link.target.level !== net.top) continue;
    if (link.state !== UNDECIDED) decided.add(link.goal);
    else if (!undecidedBest.has(link.goal) || undecidedBest.get(link.goal).p < link.p) undecidedBest.set(link.goal, link);
  }

  function goalFits(goal, state) {
    return (!state.ar || goal.year === Number(state.ar))
      && (!state.fra || levels[goal.level] === state.fra)
      && (!state.enhet || goal.unit === unitBySlug.get(state.enhet))
      && (!state.omrade || (goal.unit >= 0 && units[goal.unit][2] === state.omrade));
  }
  function rowsFor(state) {
    if (state.vis === "uten") {
      return net.held.map(at => goals[at])
        .filter(g => !decided.has(g) && goalFits(g, state))
        .map(g => ({ goal: g, ...(undecidedBest.get(g) || { target: null, p: null, kind: 0, state: UNDECIDED }) }))
        .filter(row => !state.mal || (row.target && above(row.target).some(g => g.slug === state.mal)));
    }
    return links.filter(({ goal, target, p, state: decision }) =>
      goalFits(goal, state)
      && (!state.til || levels[target.level] === state.til)
      && (!state.mal || above(target).some(g => g.slug === state.mal))
      && (state.vis === "oppgitt" ? decision === STATED : state.vis === "alle" || decision !== UNDECIDED)
      && (decision === STATED || p >= Number(state.p)));
  }

  /* ---- the picture ---- */

  const place = new Map(net.unitOrder.map((unit, at) => [unit, at]));
  const KINDS = ["undecided", "decided", "stated"];
  const label = goal => `${goal.number ? `${goal.number} ` : ""}${goal.text}`;
  const nodeOf = {
    unit: at => ({ id: `u${at}`, kind: "unit", label: units[at][0], short: units[at][0] }),
    area: name => ({ id: `a${name}`, kind: "area", label: name || words.area_none, short: name || words.area_none }),
    goal: g => ({ id: `g${g.at}`, kind: g.level === net.top ? "objective" : "goal", label: label(g), short: g.number || g.text }),
  };

  function overview(rows, state) {
    const year = Number(state.ar);
    const present = [...new Set(goals.filter(g => g.own && g.level === AGREEMENT && g.unit >= 0 && goalFits(g, state)).map(g => g.unit))]
      .sort((a, b) => place.get(a) - place.get(b));
    const byArea = present.length > MOST_UNITS && !state.omrade;
    const end = unit => (byArea ? nodeOf.area(units[unit][2]) : nodeOf.unit(unit)).id;
    const tied = new Map(), served = new Set();
    for (const { goal, target, state: decision } of rows) {
      if (goal.unit < 0) continue;
      const up = objective.get(target);
      served.add(up.at);
      const key = `g${up.at} ${end(goal.unit)}`;
      const edge = tied.get(key) || { from: `g${up.at}`, to: end(goal.unit), goals: new Set(), best: 0, kind: "" };
      edge.goals.add(goal.at);
      edge.best = Math.max(edge.best, decision);
      tied.set(key, edge);
    }
    const shown = new Set([...(year ? net.inForce[year] || [] : []), ...served]);
    const left = [...shown].sort((a, b) => a - b).map(at => ({ ...nodeOf.goal(goals[at]), alone: !served.has(at) }));
    const ends = new Set([...tied.values()].map(e => e.to));
    const right = (byArea ? [...new Set(present.map(u => units[u][2]))].map(nodeOf.area) : present.map(nodeOf.unit))
      .map(node => ({ ...node, alone: !ends.has(node.id) }));
    const most = Math.max(1, ...[...tied.values()].map(e => e.goals.size));
    const edges = [...tied.values()].map(e => ({ from: e.from, to: e.to, kind: KINDS[e.best], count: byArea ? 7 * e.goals.size / most : e.goals.size }));
    return { columns: [left, right], names: [words.objectives, byArea ? words.areas : words.units], edges, notes: byArea ? [words.by_area] : [] };
  }

  function detail(rows, state) {
    const nodes = new Map(), edges = new Map(), notes = [];
    const add = node => { if (!nodes.has(node.id)) nodes.set(node.id, node); return node.id; };
    const size = () => nodes.size + edges.size;
    const tie = (from, to, kind, count) => {
      const key = `${from} ${to}`, old = edges.get(key);
      if (!old || KINDS.indexOf(old.kind) < KINDS.indexOf(kind)) edges.set(key, { from, to, kind, count });
    };
    const columnOf = new Map();
    const take = ({ goal, target, state: decision }) => {
      const low = add(nodeOf.goal(goal));
      columnOf.set(low, goal.level);
      if (goal.own && goal.level === AGREEMENT && goal.unit >= 0) {
        const unit = add(nodeOf.unit(goal.unit));
        columnOf.set(unit, levels.length);
        tie(low, unit, "within", 1);
      }
      if (!target) return;
      const up = objective.get(target) || target;
      const high = add(nodeOf.goal(up));
      columnOf.set(high, up.level);
      tie(high, low, KINDS[decision], 1);
    };
    const surest = [...rows].sort((a, b) => b.state - a.state || b.p - a.p);
    for (const row of surest) {
      if (size() > MOST_ELEMENTS - 4) { notes.push(words.too_many); break; }
      take(row);
    }
    if (!state.til && (state.enhet || state.valgt)) {
      const middle = new Set(rows.map(row => row.target).filter(g => g && g.level !== net.top));
      for (const link of links) {
        if (size() > MOST_ELEMENTS - 4) break;
        if (link.state !== UNDECIDED && middle.has(link.goal)) take(link);
      }
    }
    const found = [...new Set(columnOf.values())].sort((a, b) => a - b);
    const order = node => node.kind === "unit" ? place.get(Number(node.id.slice(1))) : Number(node.id.slice(1));
    const columns = found.map(column => [...nodes.values()].filter(n => columnOf.get(n.id) === column).sort((a, b) => order(a) - order(b)));
    const names = found.map(column => column === net.top ? words.objectives : column === levels.length ? words.units : words.levels[levels[column]]);
    return { columns: sorted(columns, [...edges.values()]), names, edges: [...edges.values()], notes };
  }

  /* Goals beside what they are linked to: each column after the first stands in the order of its
     neighbours on the left, so that few lines cross. Ties keep the order of the documents. */
  function sorted(columns, edges) {
    const at = new Map(), beside = new Map();
    for (const { from, to } of edges) {
      for (const [one, other] of [[from, to], [to, from]]) beside.set(one, [...(beside.get(one) || []), other]);
    }
    return columns.map((column, number) => {
      const where = new Map(column.map(node => {
        const seen = (beside.get(node.id) || []).map(id => at.get(id)).filter(place => place !== undefined);
        return [node, seen.length ? seen.reduce((a, b) => a + b, 0) / seen.length : Infinity];
      }));
      const kept = number === 0 ? column : [...column].sort((a, b) => (where.get(a) - where.get(b)) || 0);
      kept.forEach((node, row) => at.set(node.id, (row + .5) / kept.length));
      return kept;
    });
  }

  /* ---- the table ---- */

  const element = (tag, attributes = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  };
  const lang = code => code === document.documentElement.lang ? null : code;
  const decimal = value => value === null ? "–" : value.toFixed(2).replace(".", words.decimal);
  const whole = n => String(n).replace(/\B(?=(\d{3})+$)/g, words.group);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const counted = (forms, n) => fill(forms[n === 1 ? 0 : 1], { n: whole(n) });
  const short = (text, most) => text.length > most ? `${text.slice(0, most - 1).replace(/\s+\S*$/, "")} …` : text;

  const who = goal => goal.own && goal.level === AGREEMENT && goal.unit >= 0 ? units[goal.unit][0] : documents[goal.doc] ? documents[goal.doc][0] : "";
  const documentHref = g => documents[g.doc] ? `dokumenter/${documents[g.doc][1]}${g.part}.html#${g.id}` : "";
  const evidenceHref = g => g.slug ? `mal/${g.slug}.html`
    : g.own && g.level === AGREEMENT && g.unit >= 0 ? `enheter/${units[g.unit][1]}.html#${g.id}` : documentHref(g);
  const status = row => {
    if (row.target === null || (row.state === UNDECIDED && now.vis === "uten")) {
      return { justified: words.justified, uavklart: words.split }[net.apart[row.goal.at]] || words.orphan;
    }
    const kind = net.kinds[row.kind];
    return kind === "none" ? words.states[row.state] : `${words.states[row.state]}, ${words.kinds[kind]}`;
  };
  const numbered = (goal, most) => {
    const parts = goal.number ? [element("span", { class: "number" }, goal.number), " "] : [];
    return [...parts, short(goal.text, most)];
  };
  function picker(goal, most) {
    const button = element("button", { type: "button", class: "pick", lang: lang(goal.language) }, ...numbered(goal, most));
    button.title = fill(words.show_in_picture, { text: short(goal.text, 60) });
    button.addEventListener("click", () => choose(`g${goal.at}`, true));
    return button;
  }

  let order = { key: "", down: false }, count = A_PAGE;
  const collator = new Intl.Collator(["nb", "no", "da"], { numeric: true });
  const KEYS = {
    goal: row => label(row.goal), who: row => who(row.goal), year: row => row.goal.year,
    target: row => row.target ? label(row.target) : "", p: row => row.p ?? -1, state: row => status(row),
  };
  function inOrder(rows) {
    if (!order.key) return rows;
    const key = new Map(rows.map(row => [row, KEYS[order.key](row)]));
    const compare = (a, b) => typeof a === "number" ? a - b : collator.compare(a, b);
    return [...rows].sort((a, b) => (order.down ? -1 : 1) * compare(key.get(a), key.get(b)));
  }
  function tableRow(row) {
    const evidence = evidenceHref(row.goal);
    const nearest = row.target && row.state === UNDECIDED && now.vis === "uten";
    return element("tr", {},
      element("th", { scope: "row" }, picker(row.goal, 160)),
      element("td", {}, who(row.goal)),
      element("td", { class: "n" }, String(row.goal.year || "")),
      element("td", {}, ...(row.target ? [...(nearest ? [fill(words.nearest, { text: "" })] : []), picker(row.target, 110)] : ["–"])),
      element("td", { class: "n" }, decimal(row.p)),
      element("td", {}, status(row)),
      element("td", {}, ...(evidence ? [element("a", { href: evidence }, words.evidence, element("span", { class: "sr" }, `: ${short(row.goal.text, 60)}`))] : [])));
  }
  function showTable(rows) {
    const body = by("tabell").tBodies[0];
    body.replaceChildren(...inOrder(rows).slice(0, count).map(tableRow));
    const left = rows.length - count;
    by("flere").hidden = left <= 0;
    by("flere").textContent = fill(words.more, { n: whole(Math.min(A_PAGE, left)) });
    for (const button of by("tabell").tHead.querySelectorAll("button")) {
      const cell = button.closest("th");
      if (button.dataset.sort === order.key) cell.setAttribute("aria-sort", order.down ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    }
  }

  /* ---- the one that is chosen ---- */

  function choose(node, isAsked) {
    const kind = node[0], rest = node.slice(1);
    if (kind === "a") change({ omrade: rest, valgt: "" });
    else if (kind === "u") change({ enhet: units[rest][1], valgt: `u.${units[rest][1]}` });
    else {
      const goal = goals[rest], isObjective = goal.slug && isOverview(now);
      change({ valgt: `g.${goal.id}`, ...(isObjective ? { mal: goal.slug } : {}) });
    }
    if (isAsked && !by("valgt").hidden) by("valgt").focus({ preventScroll: false });
  }
  function nodeFor(state) {
    const [kind, name] = [state.valgt.slice(0, 2), state.valgt.slice(2)];
    if (kind === "u." && unitBySlug.has(name)) return `u${unitBySlug.get(name)}`;
    if (kind === "g." && byId.has(name)) return `g${byId.get(name).at}`;
    return "";
  }
  const entry = (goal, ...after) => element("li", {}, picker(goal, 140), ...after);
  const linkAbout = link => element("span", { class: "held" }, ` ${link.state === STATED ? words.states[STATED] : `${decimal(link.p)}, ${words.states[link.state]}`}${link.target.level !== net.top ? ` · ${words.levels[levels[link.target.level]]}` : ""}`);
  function list(title, entries) {
    const shown = entries.slice(0, NEIGHBOURS);
    const rest = entries.length - shown.length;
    if (rest) shown.push(element("li", { class: "held" }, fill(words.further, { n: whole(rest) })));
    return [element("h4", {}, title), entries.length ? element("ul", {}, ...shown) : element("p", { class: "held" }, words.no_neighbours)];
  }
  function aboutGoal(goal, state) {
    const where = documents[goal.doc];
    const up = links.filter(l => l.goal === goal && (l.state !== UNDECIDED || state.vis === "alle" || state.vis === "uten"));
    const ids = new Set([goal.at]);
    const down = links.filter(l => l.state !== UNDECIDED && (ids.has(l.target.at) || (goal.slug && objective.get(l.target) === goal))
      && (!state.ar || l.goal.year === Number(state.ar)));
    const places = [
      goal.slug ? element("a", { href: `mal/${goal.slug}.html` }, words.objective_page) : null,
      goal.own && goal.level === AGREEMENT && goal.unit >= 0 ? element("a", { href: evidenceHref(goal) }, words.evidence) : null,
      where ? element("a", { href: documentHref(goal) }, words.document_page) : null,
    ].filter(Boolean);
    return [
      element("p", { class: "kicker" }, goal.level === net.top ? words.objective : words.goal),
      element("h3", { id: "valgt-tittel", lang: lang(goal.language) }, ...numbered(goal, 400)),
      element("p", { class: "source" }, `${goal.level === AGREEMENT && goal.own ? `${who(goal)} · ` : ""}${where ? where[0] : ""}, ${fill(words.page, { n: goal.page })}`),
      ...(net.quotes[goal.at] ? [element("blockquote", { lang: lang(goal.language) }, net.quotes[goal.at])] : []),
      element("p", { class: "places" }, ...places),
      ...(goal.level === net.top ? [] : list(words.linked_to, up.map(l => entry(l.target, linkAbout(l))))),
      ...(goal.level === net.top || down.length ? list(words.linked_from, down.map(l => entry(l.goal, element("span", { class: "held" }, ` ${who(l.goal)}`), linkAbout(l)))) : []),
    ];
  }
  function aboutUnit(at, rows) {
    const own = rows.filter(row => row.goal.unit === at);
    const seen = [...new Set(own.map(row => row.goal))];
    return [
      element("p", { class: "kicker" }, words.unit),
      element("h3", { id: "valgt-tittel" }, units[at][0]),
      element("p", { class: "source" }, units[at][2]),
      element("p", { class: "places" }, element("a", { href: `enheter/${units[at][1]}.html` }, words.unit_page)),
      ...list(words.goals_shown, seen.map(goal => entry(goal))),
    ];
  }
  function showChosen(node, rows, state) {
    const panel = by("valgt");
    panel.hidden = !node;
    if (!node) { panel.replaceChildren(); return; }
    const at = Number(node.slice(1));
    panel.replaceChildren(...(node[0] === "u" ? aboutUnit(at, rows) : aboutGoal(goals[at], state)));
  }

  /* ---- all of it ---- */

  const isOverview = state => state.fra === "lederavtale" && state.til === levels[net.top] && !state.enhet && !state.mal
    && state.vis !== "uten" && (!state.valgt || state.valgt.startsWith("u."));
  let picture = null;

  function update(isFirst) {
    const state = now = read();
    for (const [key, id] of Object.entries(FIELDS)) if (by(id) && by(id).value !== state[key]) by(id).value = state[key];
    by("valg-p-verdi").textContent = decimal(Number(state.p));
    const rows = rowsFor(state), node = nodeFor(state);
    count = A_PAGE;
    showTable(rows);
    by("bilde").hidden = false;
    picture ||= window.koplingPicture.open(by("lerret"), id => choose(id, false));
    const shown = (isOverview(state) ? overview : detail)(rows, state);
    showChosen(node, rows, state);
    by("bilde").parentElement.classList.toggle("many", shown.columns.length > 3);
    picture.show(shown.columns, shown.names, shown.edges);
    picture.focus(node);
    const points = shown.columns.reduce((sum, column) => sum + column.length, 0);
    const said = rows.length === 0 ? words.nothing
      : fill(words.shown, { rows: counted(state.vis === "uten" ? words.goals : words.links, rows.length), nodes: counted(words.nodes, points) });
    const told = [said, ...shown.notes].join(" ");
    if (by("nett-antall").textContent !== told) by("nett-antall").textContent = told;
    root.dataset.elements = String(picture.size());
  }

  by("tabell").tHead.replaceChildren(by("tabellhode").content.cloneNode(true));
  by("tabell").caption.firstElementChild.textContent = by("tabelltittel").content.textContent;
  by("valg").hidden = false;
  for (const [key, id] of Object.entries(FIELDS)) {
    if (!by(id)) continue;
    by(id).addEventListener(key === "p" ? "input" : "change", () => change({ [key]: by(id).value, valgt: "" }, key !== "p"));
  }
  by("nullstill").addEventListener("click", () => write({ ...STANDARD }));
  by("flere").addEventListener("click", () => {
    const first = count;
    count += A_PAGE;
    showTable(rowsFor(now));
    by("tabell").tBodies[0].rows[first].querySelector("button").focus();
  });
  by("tabell").tHead.addEventListener("click", event => {
    const key = event.target.dataset.sort;
    if (!key) return;
    order = { key, down: order.key === key && !order.down };
    showTable(rowsFor(now));
  });
  addEventListener("popstate", () => update(false));
  window.koplingNetwork = { choose, where: id => picture.where(id), node: () => nodeFor(now) };
  update(true);
})();
