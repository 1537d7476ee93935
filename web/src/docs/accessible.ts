// Mends what Swagger UI leaves out for those who do not see the page, or have no mouse.

/** A name for a field that has none: the parameter whose row it stands in, or what it is for. */
function name_of(field: Element): string {
  const parameter = field.closest("[data-param-name], [data-property-name]");
  if (parameter) return parameter.getAttribute("data-param-name") ?? parameter.getAttribute("data-property-name") ?? "";
  if (field.closest(".content-type-wrapper, .body-param-content-type, .opblock-section-request-body .content-type") || field.classList.contains("content-type")) return "Content type";
  if (field.tagName === "TEXTAREA") return "Body";
  return field.getAttribute("placeholder") || "Value";
}

const unnamed = ["textarea", "select", "input"].map((tag) => `${tag}:not([aria-label], [aria-labelledby])`).join(", ");

function mend_all(place: HTMLElement): void {
  const all = (selector: string, mend: (element: HTMLElement) => void): void => place.querySelectorAll<HTMLElement>(selector).forEach(mend);
  const set = (element: HTMLElement, name: string, value: string): void => {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };
  all(unnamed, (field) => {
    if (!(field as HTMLInputElement).labels?.length) set(field, "aria-label", name_of(field));
  });
  // What stands beside the operations has a name; and the page has a first heading of its own.
  const name = (selector: string, role: string, label: string): void => all(selector, (part) => (set(part, "role", role), set(part, "aria-label", label)));
  name(".scheme-container", "region", "Authorization");
  name(".filter-container", "search", "Filter");
  name("section.models", "region", "Schemas");
  // Of a long list only what is in sight is drawn: the heading above an operation may be missing, so its own follow the first.
  all("h1, h2, h3, h4, h5, h6", (heading) => {
    const higher = heading.closest(".opblock") ? 2 : 1;
    set(heading, "aria-level", String(Math.max(2, Number(heading.tagName[1]) - higher)));
  });
  // What scrolls can be reached by the keyboard.
  all("pre, .microlight, .model-box", (part) => set(part, "tabindex", "0"));
  // The button around a path opens it; the link inside does no more.
  all("button a[href]", (link) => link.removeAttribute("href"));
}

/** From now on, whatever Swagger UI draws there. */
export function make_accessible(place: HTMLElement): void {
  mend_all(place);
  new MutationObserver(() => mend_all(place)).observe(place, { childList: true, subtree: true });
}
