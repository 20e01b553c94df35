// What a screen reader could not name: controls without a name, pages without one heading of the first level.
() => {
  const name = (element) => (element.getAttribute("aria-label") || element.labels?.[0]?.textContent || element.textContent).trim();
  const unnamed = [...document.querySelectorAll("a, button, input, select, [role=region], [role=img]")]
    .filter((element) => element.checkVisibility() && !name(element))
    .map((element) => element.outerHTML);
  const headings = document.querySelectorAll("h1").length;
  const pictures = [...document.querySelectorAll("img:not([alt])")].map((image) => image.outerHTML);
  return [...unnamed, ...pictures, ...(headings === 1 ? [] : [`${headings} headings of the first level`])];
}
