// Before the page is painted, so that it does not flash in the other scheme.
(() => {
  const chosen = localStorage.getItem("almanac.theme");
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
})();
