// The little that neither the server nor htmx does: copying texts, and saying so.
"use strict";

function say(words) {
  const live = document.getElementById("live");
  if (live) live.textContent = words;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const text = button.closest(".copy-text").querySelector("code").textContent;
  await navigator.clipboard.writeText(text);
  button.firstChild.textContent = button.dataset.copied;
  say(button.dataset.copied);
});

// Browsers that do not open dialogs by themselves.
document.addEventListener("click", (event) => {
  const button = event.target.closest('[command="show-modal"]');
  if (button && !("command" in button)) {
    document.getElementById(button.getAttribute("commandfor")).showModal();
  }
});

document.addEventListener("htmx:sendError", () => say(document.body.dataset.unreachable));

// A drawing is clicked as its table is, so that what is within comes without a new page.
document.addEventListener("click", (event) => {
  const drawn = event.target.closest(".map a");
  if (!drawn || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const listed = [...document.querySelectorAll("#map table a[hx-get]")];
  const same = listed.find((link) => link.getAttribute("href") === drawn.getAttribute("href"));
  if (!same) return;
  event.preventDefault();
  same.click();
});

// Whoever is within the map, or at what tells of a newer one, stays there when that is replaced.
let left = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const replaced = event.detail.target;
  const focused = document.activeElement;
  left = replaced.matches("#map-place, .map-making") && replaced.contains(focused) ? focused : null;
});

document.addEventListener("htmx:afterSwap", () => {
  if (!left) return;
  const links = [...document.querySelectorAll("#map-place a")];
  const alike = links.filter((link) => link.getAttribute("href") === left.getAttribute("href"));
  const same = alike.find((link) => link.textContent === left.textContent) ?? alike[0];
  left = null;
  (same ?? document.querySelector(".map-making a, #map h2"))?.focus({ preventScroll: true });
});

// A slider's value stands beside it, and what was shown for other values may no longer be saved.
document.addEventListener("input", (event) => {
  if (!event.target.closest(".trying")) return;
  if (event.target.type === "range") {
    const digits = { maximumFractionDigits: 2 };
    const written = Number(event.target.value).toLocaleString(document.documentElement.lang, digits);
    event.target.parentElement.querySelector(".slider-value").textContent = written;
  }
  document.getElementById("effect").dataset.stale = "yes";
});
