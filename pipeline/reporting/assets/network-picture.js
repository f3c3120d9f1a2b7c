/* The picture of the network: rows of a column keep the order they are given, so the same choices
   always give the same picture. Drawn by Cytoscape.js; told in words by the table beside it. */
"use strict";
window.koplingPicture = (() => {
  const ROW = 26, TOP = 44, BOTTOM = 12, HEADING = 14, NARROW = 640, SIZE = 12;
  const SHAPES = { goal: "ellipse", objective: "rectangle", unit: "diamond", area: "hexagon" };

  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const family = () => getComputedStyle(document.body).fontFamily;
  const ruler = document.createElement("canvas").getContext("2d");

  /* The room that a column's labels want beside their points, in pixels. */
  function widest(column) {
    ruler.font = `${SIZE}px ${family()}`;
    return 26 + Math.ceil(Math.max(20, ...(column || []).map(node => ruler.measureText(node.label).width)));
  }

  /* The text, cut where it would be wider than so many pixels. */
  function cut(text, room) {
    ruler.font = `${SIZE}px ${family()}`;
    if (ruler.measureText(text).width <= room) return text;
    let low = 1, high = text.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (ruler.measureText(`${text.slice(0, middle)}…`).width <= room) low = middle;
      else high = middle - 1;
    }
    return `${text.slice(0, low).trimEnd()}…`;
  }

  function style() {
    const [ink, muted, line, paper, thread, bar] =
      ["--ink", "--muted", "--line", "--paper", "--thread", "--bar"].map(colour);
    return [
      { selector: "node", style: {
        width: 13, height: 13, "background-color": paper, "border-color": ink, "border-width": 1.6,
        label: "data(label)", color: ink, "font-size": SIZE, "font-family": family(),
        "text-valign": "center", "text-halign": "data(side)", "text-margin-x": "data(margin)",
        "text-background-color": paper, "text-background-opacity": .86, "text-background-padding": 1, "text-events": "yes" } },
      ...Object.entries(SHAPES).map(([kind, shape]) => ({ selector: `.${kind}`, style: { shape } })),
      { selector: ".objective", style: { "background-color": ink } },
      { selector: ".alone", style: { "background-color": paper, "border-style": "dashed", color: muted } },
      { selector: ".heading", style: {
        width: 1, height: 1, "background-opacity": 0, "border-width": 0, events: "no",
        color: muted, "font-size": SIZE, "font-weight": 600, "text-background-opacity": 0 } },
      { selector: "edge", style: {
        width: "data(width)", "line-color": bar, "curve-style": "unbundled-bezier",
        "control-point-distances": "data(bend)", "control-point-weights": [.3, .7], events: "no", opacity: .75 } },
      { selector: ".stated", style: { "line-style": "solid", "line-color": thread } },
      { selector: ".decided", style: { "line-style": "dashed", "line-dash-pattern": [7, 3] } },
      { selector: ".undecided", style: { "line-style": "dotted", "line-color": muted } },
      { selector: ".within", style: { "line-color": line, "line-style": "solid", width: 1 } },
      { selector: ".faded", style: { opacity: .16 } },
      { selector: ".focus", style: { "border-width": 3.5, "border-color": thread } },
    ];
  }

  /* Where each node stands: columns from left to right, each spread over the whole height. */
  function placed(columns, names, width) {
    const isNarrow = width < NARROW;
    const left = isNarrow ? 54 : Math.min(width * .33, widest(columns[0]));
    const right = Math.min(width * (isNarrow ? .38 : .25), widest(columns.at(-1)));
    const step = (width - left - right) / Math.max(1, columns.length - 1);
    const height = TOP + BOTTOM + ROW * Math.max(1, ...columns.map(c => c.length));
    const x = at => Math.floor(left + at * step) + .37;
    const headings = names.map((name, at) => {
      const isFirst = at === 0, isLast = at === names.length - 1;
      const room = isFirst ? left : isLast ? right : step;
      return {
        group: "nodes", classes: "heading", position: { x: x(at), y: HEADING },
        data: { id: `h${at}`, label: cut(name, room - 4), side: isFirst && !isNarrow ? "left" : "right", margin: isFirst && !isNarrow ? 7 : -7 },
      };
    });
    const nodes = columns.flatMap((column, at) => column.map((node, row) => {
      const isFirst = at === 0, isLast = at === columns.length - 1;
      const room = isFirst ? left : isLast ? right : step;
      const text = isFirst && isNarrow ? node.short : node.label;
      const gap = (height - TOP - BOTTOM) / Math.max(1, column.length);
      return {
        group: "nodes",
        classes: `${node.kind}${node.alone ? " alone" : ""}`,
        data: { id: node.id, label: cut(text, room - 22), side: isFirst ? "left" : "right", margin: isFirst ? -6 : 6 },
        // a diamond isn't found straight above or below its corner: no whole pixel stands there
        position: { x: x(at), y: TOP + (row + .5) * gap },
      };
    }));
    return { nodes, headings, height };
  }

  function drawn(edges, nodes) {
    const at = new Map(nodes.map(node => [node.data.id, node.position]));
    return edges.filter(e => at.has(e.from) && at.has(e.to)).map((edge, number) => {
      const rise = at.get(edge.to).y - at.get(edge.from).y;
      const bend = Math.max(-60, Math.min(60, rise * .18));
      return {
        group: "edges", classes: edge.kind,
        data: { id: `e${number}`, source: edge.from, target: edge.to, width: Math.min(7, .8 + edge.count * .8), bend: [bend, -bend] },
      };
    });
  }

  function open(container, chosen) {
    const cy = cytoscape({
      container, style: style(), layout: { name: "preset" }, zoomingEnabled: false, panningEnabled: false,
      boxSelectionEnabled: false, autoungrabify: true, autounselectify: true, pixelRatio: "auto",
    });
    cy.on("tap", "node", event => chosen(event.target.id()));
    cy.on("mouseover", "node", () => { container.classList.add("over"); });
    cy.on("mouseout", "node", () => { container.classList.remove("over"); });
    let last = null;
    function show(columns, names, edges) {
      last = [columns, names, edges];
      const { nodes, headings, height } = placed(columns, names, container.clientWidth);
      container.style.height = `${height}px`;
      cy.resize();
      cy.batch(() => {
        cy.elements().remove();
        cy.add([...headings, ...nodes, ...drawn(edges, nodes)]);
      });
    }
    function focus(id) {
      cy.batch(() => {
        cy.elements().removeClass("faded focus");
        const node = id ? cy.getElementById(id) : cy.collection();
        if (node.empty()) return;
        // the whole thread: what it stands under, all the way up, and what stands under it
        const thread = node.union(node.predecessors()).union(node.successors());
        cy.elements().difference(thread).not(".heading").addClass("faded");
        node.addClass("focus");
      });
    }
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => cy.style(style()));
    let width = container.clientWidth;
    new ResizeObserver(() => {
      if (container.clientWidth === width || !last) return;
      width = container.clientWidth;
      show(...last);
    }).observe(container);
    return { show, focus, size: () => cy.elements().length, where: id => cy.getElementById(id).renderedPosition() };
  }

  return { open };
})();
