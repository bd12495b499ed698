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
