"use strict";
(() => {
  const own = document.documentElement.dataset.units;
  const other = document.documentElement.dataset.other;
  const key = "runplan-units";
  let shown = own;

  function remember(units) {
    try { localStorage.setItem(key, units); } catch { /* a page from a file may have no storage */ }
  }
  function remembered() {
    try { return localStorage.getItem(key); } catch { return null; }
  }
  function swap() {
    for (const each of document.querySelectorAll("[data-u]")) {
      const said = each.textContent;
      each.textContent = each.dataset.u;
      each.dataset.u = said;
    }
    for (const each of document.querySelectorAll("[data-only]")) each.hidden = !each.hidden;
    shown = shown === own ? other : own;
  }

  const button = document.getElementById("switch");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => { swap(); remember(shown); });
    if (remembered() === other) swap();
  }

  function iso(date) {
    const two = (number) => String(number).padStart(2, "0");
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  }
  function markToday() {
    for (const each of document.querySelectorAll(".today .tag.of-today")) each.remove();
    for (const each of document.querySelectorAll(".today")) {
      each.classList.remove("today");
      each.removeAttribute("aria-current");
    }
    for (const each of document.querySelectorAll(".this-week")) each.classList.remove("this-week");
    const days = [...document.querySelectorAll(".day[id]")];
    const link = document.getElementById("now");
    if (!link) return;
    const today = iso(new Date());
    const next = days.find((each) => each.id >= today);
    link.hidden = !next;
    if (!next) return;
    const day = next.id === today ? next : null;
    link.textContent = day ? "Today" : next === days[0] ? "Start" : "Next";
    link.href = `#${next.id}`;
    if (!day) return;
    day.classList.add("today");
    day.setAttribute("aria-current", "date");
    day.closest(".week").classList.add("this-week");
    const tag = document.createElement("span");
    tag.className = "tag of-today";
    tag.textContent = "today";
    day.querySelector("h4").append(" ", tag);
  }
  markToday();
  document.addEventListener("visibilitychange", () => { if (!document.hidden) markToday(); });
})();
