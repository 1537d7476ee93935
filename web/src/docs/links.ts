/** As much of an OpenAPI text as is read here. */
export interface Described {
  info: { version: string };
  servers?: unknown;
  paths: Record<string, Record<string, { parameters?: { name?: string; in?: string }[] }>>;
}

export interface Link {
  href: string;
  text: string;
}

/** The page, where the server has one, and every path that answers `?wsdl`. */
export function links_of(api: Described): Link[] {
  const links: Link[] = [];
  for (const [path, methods] of Object.entries(api.paths)) {
    const href = path.replace(/^\//, "");
    if (path === "/") links.unshift({ href: "./", text: "The page" });
    else if (path === "/schemas") links.push({ href, text: "JSON Schemas" });
    else if (methods.get?.parameters?.some((one) => one.in === "query" && one.name === "wsdl")) {
      links.push({ href: `${href}?wsdl`, text: `${path.replace(/^.*\//, "")}.wsdl` });
    }
  }
  return links;
}
