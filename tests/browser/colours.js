/* What only a colour tells. A shape is whatever is drawn of an element but for its colours. */
(() => {
  const PARTS = [null, "::before", "::after"];
  const SIDES = ["Top", "Right", "Bottom", "Left"];
  const STATES = ["aria-current", "aria-selected", "aria-pressed", "aria-checked", "aria-sort"];
  const SIGNALS = ["good", "warn", "bad", "info"];

  const all = (selector) => [...document.querySelectorAll(selector)];
  const told = (one) => one.outerHTML.slice(0, 160);
  const text = (one) => one.textContent.replace(/\s+/g, " ").trim();
  const named = (one, by) => (one.getAttribute(by) ?? "").split(" ").map((id) => document.getElementById(id));
  const words = (ones) => ones.filter((one) => one).map(text).join(" ");
  const about = (field) => words([...(field.labels ?? []), ...named(field, "aria-describedby")]);
  const isClear = (colour) => /^rgba\(.*, 0\)$|\/ 0\)$/.test(colour);

  function edges(style) {
    const isDrawn = (side) => style[`border${side}Style`] !== "none" && !isClear(style[`border${side}Color`]);
    return SIDES.map((side) => isDrawn(side) && parseFloat(style[`border${side}Width`]));
  }

  function plain(one, part) {
    const style = getComputedStyle(one, part);
    const outline = style.outlineStyle !== "none" && style.outlineWidth;
    const { content, display, visibility, fontWeight, fontStyle, fontSize, textDecorationLine, strokeDasharray, transform } = style;
    return [content, display, visibility, fontWeight, fontStyle, fontSize, textDecorationLine, strokeDasharray, transform, outline, edges(style)];
  }

  const shape = (one) => [one, ...one.querySelectorAll("*")].flatMap((each) => PARTS.map((part) => plain(each, part))).join();

  /* Links and marked words within a text: underlined, framed or of another weight. */
  const isInline = (one) => getComputedStyle(one).display.startsWith("inline");

  function standsInText(one) {
    let block = one.parentElement;
    while (isInline(block)) block = block.parentElement;
    const rest = block.cloneNode(true);
    rest.querySelectorAll("a[href], mark, button, select, .unseen").forEach((other) => other.remove());
    return /\p{L}{2}/u.test(rest.textContent);
  }

  function standsOut(one) {
    const style = getComputedStyle(one);
    const heavier = Math.abs(style.fontWeight - getComputedStyle(one.parentElement).fontWeight) >= 200;
    return heavier || style.textDecorationLine.includes("underline") || edges(style).some((width) => width);
  }

  function links() {
    const inText = all("a[href], mark").filter((one) => one.checkVisibility() && text(one) && isInline(one) && standsInText(one));
    return inText.filter((one) => !standsOut(one)).map((one) => `told by its colour alone in its text: ${told(one)}`);
  }

  /* States: without the attribute, the element has another shape. */
  function isSeen(one, state) {
    const value = one.getAttribute(state), before = shape(one);
    one.removeAttribute(state);
    const after = shape(one);
    one.setAttribute(state, value);
    return before !== after;
  }

  function states() {
    const inState = (state) => all(`[${state}]:not([${state}="false"])`).filter((one) => one.checkVisibility());
    const unseen = STATES.flatMap((state) => inState(state).filter((one) => !isSeen(one, state)).map((one) => [state, one]));
    return unseen.map(([state, one]) => `no shape tells ${state}: ${told(one)}`);
  }

  function fields() {
    const asked = (one) => about(one) + words([one.closest("fieldset")?.querySelector("legend")]);
    const required = all("input:not([type=hidden]), select, textarea").filter((one) => one.required);
    const wrong = all("[aria-invalid=true]");
    return [
      ...required.filter((one) => !/obligatoire|required/i.test(asked(one))).map((one) => `no word says required: ${told(one)}`),
      ...wrong.filter((one) => !words(named(one, "aria-describedby"))).map((one) => `no word says what is wrong: ${told(one)}`),
    ];
  }

  /* Tones: the signal colours of the style sheet in which something stands, whatever class or attribute gives them. */
  function signals() {
    const probe = document.body.appendChild(document.createElement("i"));
    const found = new Map();
    for (const name of SIGNALS)
      for (const end of ["", "-tint"]) {
        probe.style.color = `var(--${name}${end})`;
        found.set(getComputedStyle(probe).color, name);
      }
    probe.remove();
    return found;
  }

  function paints(one, part) {
    const style = getComputedStyle(one, part);
    if (part && /^(none|normal)$/.test(style.content)) return [];
    const ink = style.color === getComputedStyle(part ? one : one.parentElement).color ? [] : [style.color];
    const borders = SIDES.filter((side) => parseFloat(style[`border${side}Width`])).map((side) => style[`border${side}Color`]);
    return [...ink, style.backgroundColor, ...borders, ...(one.closest("svg") ? [style.fill, style.stroke] : [])];
  }

  function said(one) {
    const whole = one.closest("svg")?.closest("figure, li, p, div, td") ?? one;
    return whole.matches("input, select, textarea") ? about(whole) : whole.getAttribute("aria-label") ?? text(whole);
  }

  const kind = (one, classes) => [one.parentElement.localName, ">", one.localName, ...classes.sort()].join(" ");

  function tones() {
    const known = signals();
    const tone = (one) => {
      const found = PARTS.flatMap((part) => paints(one, part)).map((paint) => known.get(paint));
      return [...new Set(found)].filter((name) => name).sort().join();
    };
    const lasting = (one, is) => [...one.classList].filter((name, n, { length }) => {
      one.classList.remove(name);
      const lasts = tone(one) === is;
      one.classList.add(name);
      return lasts || (n === 0 && length > 1); // "badge" of "badge good"
    });
    const shown = all("body *:not(option, script, template)").map((one) => [one, tone(one)]);
    const kinds = new Map(shown.filter(([, is]) => is).map(([one, is]) => [one, kind(one, lasting(one, is))]));
    const wanted = new Set(kinds.values());
    return shown.map(([one, is]) => [kinds.get(one) ?? kind(one, [...one.classList]), said(one), is]).filter(([of]) => wanted.has(of));
  }

  return { links, states, fields, tones };
})()
