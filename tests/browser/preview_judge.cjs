// What Chromium makes of a preview. Arguments: the folder with playwright-core, the address of the folder of pages. A line on standard
// input is the title to wait for; the answer is a line with what was seen, as JSON: the page, its title, whether the policy or the
// script was at fault, whether the place on the page was kept, and how often the page was loaded. CHROMIUM names the browser.
"use strict";
const path = require("node:path");
const { chromium } = require(path.join(path.resolve(process.argv[2]), "node_modules", "playwright-core"));
const base = process.argv[3];
const PAGES = ["", "plan.html"];

(async () => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
  const tabs = [];
  for (const name of PAGES) {
    const tab = await browser.newPage({ viewport: { width: 800, height: 300 } });
    const seen = { name, faults: [], loads: 0 };
    // A server that is away is no fault of the page.
    tab.on("console", (message) => { if (message.type() === "error" && !/ERR_/.test(message.text())) seen.faults.push(message.text()); });
    tab.on("pageerror", (error) => seen.faults.push(String(error)));
    tab.on("load", () => { seen.loads += 1; });
    await tab.goto(base + name);
    await tab.evaluate(() => scrollTo(0, 120));
    tabs.push([tab, seen]);
  }
  for await (const line of require("node:readline").createInterface({ input: process.stdin })) {
    for (const [tab, seen] of tabs) {
      await tab.waitForFunction((title) => document.title.includes(title), line, { timeout: 20000 });
      await tab.waitForLoadState("load");
      await tab.waitForTimeout(200);
      seen.title = await tab.title();
      seen.place = await tab.evaluate(() => Math.round(scrollY));
    }
    console.log(JSON.stringify(tabs.map(([, seen]) => seen)));
  }
  await browser.close();
})().catch((error) => { console.error(error); process.exit(1); });
