/* What a page is made of: each check returns what is wrong. */
(() => {
  const all = (selector, about = document) => [...about.querySelectorAll(selector)];
  const told = (one) => one.cloneNode().outerHTML;
  const isEmpty = (one) => !one?.textContent.trim();
  const faults = (what, ones) => ones.map((one) => `${what}: ${told(one)}`);

  function isToldAsSorted(table) {
    const asked = new URLSearchParams(location.search).get("sort");
    const key = (order) => order?.replace("-", "");
    const keys = all("thead a", table).map((link) => key(new URL(link.href).searchParams.get("sort")));
    if (!asked || !keys.includes(key(asked))) return true;
    const orders = all("[aria-sort]", table).map((head) => head.getAttribute("aria-sort"));
    return orders.join() === (asked.startsWith("-") ? "descending" : "ascending");
  }

  function tables() {
    const tables = all("table");
    return [
      ...faults("a table without caption", tables.filter((one) => isEmpty(one.caption))),
      ...faults("a table without heads", tables.filter((one) => !one.querySelector("th"))),
      ...faults("a head without scope", all("th:not([scope])")),
      ...faults("an empty head", all("th").filter(isEmpty)),
      ...faults("a table that does not tell its order", tables.filter((one) => !isToldAsSorted(one))),
    ];
  }

  function pictures() {
    const isRead = (one) => one.checkVisibility() && !one.closest("[aria-hidden=true]") && !one.parentElement.closest("[role=img]");
    const hasTable = (one) => one.closest("figure")?.querySelector("table") ?? one.closest("main")?.querySelector("figure ~ .scroll > table");
    const read = all("svg, img, [role=img]").filter(isRead);
    const drawn = read.filter((one) => one.localName !== "img");
    return [
      ...faults("a picture without role", drawn.filter((one) => one.getAttribute("role") !== "img")),
      ...faults("a picture without label", read.filter((one) => !(one.getAttribute("aria-label") ?? one.getAttribute("alt"))?.trim())),
      ...faults("a picture without its table", drawn.filter((one) => !hasTable(one))),
      ...faults("a figure without caption", all("figure").filter((one) => isEmpty(one.querySelector("figcaption")))),
    ];
  }

  function frame() {
    const missing = ["main [role=status]", "main [role=alert]", "h1"].filter((one) => !document.querySelector(one));
    const help = document.querySelector("body > footer a")?.pathname;
    return [...missing.map((one) => `the page has no ${one}`), ...(help === "/help" ? [] : [`${help} is where help should be`])];
  }

  function passages() {
    const own = (one) => [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join(" ");
    return all("body *:not(textarea)").filter((one) => one.checkVisibility()).map((one) => [one.closest("[lang]").lang, own(one).trim()]);
  }

  function printed() {
    return faults("printed", all("body > header, footer, nav, button, dialog").filter((one) => one.checkVisibility()));
  }

  function moving() {
    const lasts = (times) => times.split(", ").some((time) => parseFloat(time) > 0);
    const moves = (style) => lasts(style.transitionDuration) || (style.animationName !== "none" && lasts(style.animationDuration));
    return faults("moves", all("*").filter((one) => [null, "::before", "::after"].some((part) => moves(getComputedStyle(one, part)))));
  }

  return { tables, pictures, frame, passages, printed, moving };
})()
