import { language } from "../words/language";
import type { Values } from "./read";

/** What the market calls a code; the code itself where it has no word. */
export const word_of = ({ dialect }: Values, code: string): string => dialect.words[code]?.[language.value] ?? code;
