/** "consumption (E17)"; the code alone when nothing is known of it. */
export const said_code = (names: Record<string, string>, code: string | null | undefined): string =>
  !code ? "–" : names[code] ? `${names[code]} (${code})` : code;
