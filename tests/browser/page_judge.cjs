// What Chromium and axe see of pages. Standard input: {"base", "pages": [{"name", "today", "day", "when"}]}; standard output: what was
// seen of each, as JSON. Argument: the folder with playwright-core and axe-core. CHROMIUM names the browser.
"use strict";
const path = require("node:path");
const modules = path.join(path.resolve(process.argv[2]), "node_modules");
const { chromium } = require(path.join(modules, "playwright-core"));
const axe = require("node:fs").readFileSync(path.join(modules, "axe-core", "axe.min.js"), "utf8");

const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-default-apps", "--no-default-browser-check"];
const VIEWS = [["phone", 390, 844, "light"], ["phone-dark", 390, 844, "dark"], ["desktop", 1280, 900, "light"], ["desktop-dark", 1280, 900, "dark"]];
const WIDTHS = [320, 360, 390, 600, 641, 768, 900, 960, 1000, 1024, 1100, 1200, 1247, 1248, 1280, 1400, 1600];

// The words and numbers that stand on more than one line, each once. A break behind a hyphen or a dash is none inside a word.
function broken() {
  const found = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.parentElement.closest("script, style, svg, .hidden") || !text.parentElement.checkVisibility()) continue;
    for (const word of text.data.matchAll(/[^\s\-–—]+/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) found.add(word[0]);
    }
  }
  return [...found];
}

async function opened(browser, base, page, seen, options) {
  const context = await browser.newContext(options);
  const tab = await context.newPage();
  tab.on("console", (message) => seen.console.push(message.text()));
  tab.on("pageerror", (error) => seen.console.push(String(error)));
  tab.on("dialog", (dialog) => { seen.console.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  tab.on("request", (request) => seen.requests.push(request.url()));
  await tab.clock.setFixedTime(new Date(`${page.today}T10:00:00`));
  await tab.goto(`${base}/${page.name}`);
  return tab;
}

async function look(browser, base, page) {
  const seen = { console: [], requests: [], axe: [], overflow: [], broken: [], columns: {} };
  for (const [view, width, height, colorScheme] of VIEWS) {
    const tab = await opened(browser, base, page, seen, { viewport: { width, height }, colorScheme });
    await tab.evaluate(() => { for (const each of document.querySelectorAll("details")) each.open = true; });
    await tab.evaluate(axe);
    const found = await tab.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    for (const each of found.violations) {
      seen.axe.push(`${view}: ${each.id}: ${each.nodes.length} × ${each.nodes[0].html.slice(0, 160)} ${each.nodes[0].failureSummary}`);
    }
    seen.columns[view] = await tab.evaluate(() => {
      const week = document.querySelector(".days");
      return week ? new Set([...week.children].map((day) => Math.round(day.getBoundingClientRect().left))).size : 0;
    });
    seen[`color-${view}`] = await tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await tab.context().close();
  }

  let tab = await opened(browser, base, page, seen, { viewport: { width: 1280, height: 900 } });
  await tab.evaluate(() => { for (const each of document.querySelectorAll("details")) each.open = true; });
  for (const width of WIDTHS) {
    await tab.setViewportSize({ width, height: 800 });
    for (const word of await tab.evaluate(broken)) seen.broken.push(`${word} at ${width}`);
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) seen.overflow.push(`${wide} px at ${width}`);
  }

  // The bar of months on a phone: its end can be pulled clear of where it fades, before the button.
  await tab.setViewportSize({ width: 390, height: 800 });
  seen.months = await tab.evaluate(() => {
    const list = document.querySelector(".bar ul");
    list.scrollLeft = list.scrollWidth;
    const fades = list.getBoundingClientRect().right - parseFloat(getComputedStyle(list).paddingRight);
    const clear = fades < document.getElementById("switch").getBoundingClientRect().left - 16;
    const last = list.lastElementChild.getBoundingClientRect().right <= fades + 1;
    list.scrollLeft = 0;
    return [clear, last];
  });
  await tab.evaluate(() => { for (const each of document.querySelectorAll("details")) each.open = false; });

  // Charts on a small phone: letters that can be read, and none over others or outside. A line's box has room above and below its letters.
  await tab.setViewportSize({ width: 360, height: 800 });
  seen.charts = await tab.evaluate(() => [...document.querySelectorAll("svg.chart")].filter((svg) => svg.clientWidth).map((svg) => {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].map((each) => ({ said: each.textContent, box: each.getBoundingClientRect() }));
    const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
    return {
      texts: texts.length,
      letters: Math.min(...[...svg.querySelectorAll("text")].map((each) => parseFloat(getComputedStyle(each).fontSize) * frame.width / svg.viewBox.baseVal.width)),
      over: texts.flatMap((a, n) => texts.slice(n + 1).filter((b) => over(a.box, b.box)).map((b) => `${a.said} | ${b.said}`)),
      outside: texts.filter(({ box }) => box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1).map(({ said }) => said),
    };
  }));
  await tab.setViewportSize({ width: 1280, height: 800 });

  // The switch of units, and that it is remembered.
  const texts = () => tab.evaluate(() => document.querySelector("main").textContent);
  const before = await texts();
  await tab.click("#switch");
  seen.switched = await tab.evaluate(() => [...document.querySelectorAll(".session .title")].map((each) => each.textContent));
  seen.button = await tab.textContent("#switch");
  seen.captions = await tab.evaluate(() => [...document.querySelectorAll("figcaption")].filter((each) => each.offsetParent).map((each) => each.textContent));
  await tab.reload();
  seen.remembered = (await texts()) !== before;
  await tab.click("#switch");
  seen.back = (await texts()) === before;

  // Today, and the day that a calendar links to.
  seen.today = await tab.evaluate(() => [...document.querySelectorAll("[aria-current=date]")].map((each) => each.id));
  seen.now = await tab.evaluate(() => { const link = document.getElementById("now"); return link.hidden ? null : [link.textContent, link.hash]; });
  await tab.context().close();
  for (const [view, width, height] of VIEWS.filter((each) => each[3] === "light")) {
    tab = await opened(browser, base, { ...page, name: `${page.name}#${page.day}` }, seen, { viewport: { width, height } });
    seen[`day-${view}`] = await tab.evaluate((id) => {
      const day = document.getElementById(id);
      const box = day.getBoundingClientRect();
      const bar = document.querySelector("nav").getBoundingClientRect();
      const other = [...document.querySelectorAll(".day")].find((each) => each !== day && !each.matches(".today, .empty"));
      return {
        inView: box.top >= bar.bottom - 1 && box.top < innerHeight / 2,
        marked: getComputedStyle(day).backgroundColor !== getComputedStyle(other).backgroundColor,
      };
    }, page.day);
    await tab.context().close();
  }

  // The button for today on other days.
  seen.when = [];
  for (const today of page.when) {
    tab = await opened(browser, base, { ...page, today }, seen, {});
    seen.when.push(await tab.evaluate(() => { const link = document.getElementById("now"); return link.hidden ? null : [link.textContent, link.hash]; }));
    await tab.context().close();
  }

  // Without scripts: nothing that does nothing, and all there is to read.
  tab = await opened(browser, base, page, seen, { javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  seen.plain = {
    dead: await tab.locator("#switch, #now").filter({ visible: true }).count(),
    titles: await tab.locator(".session .title").filter({ visible: true }).count(),
  };
  await tab.context().close();

  // On paper, from a phone as well as from a desk in the dark.
  for (const [format, width, colorScheme] of [["A4", 390, "light"], ["Letter", 1280, "dark"]]) {
    tab = await opened(browser, base, page, seen, { viewport: { width, height: 844 }, colorScheme });
    const made = (await tab.pdf({ format, landscape: true })).toString("latin1");
    seen[`pages-${format}`] = (made.match(/\/Type\s*\/Page\b(?!s)/g) || []).length;
    await tab.context().close();
  }
  return seen;
}

(async () => {
  const asked = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: QUIET });
  try {
    const seen = {};
    for (const page of asked.pages) seen[page.name] = await look(browser, asked.base, page);
    process.stdout.write(JSON.stringify(seen));
  } finally {
    await browser.close();
  }
})().catch((error) => { console.error(error); process.exit(1); });
