import { Failure } from "../api/http";
import { words } from "../words/language";

/** What went wrong, in words. */
export const trouble = (error: unknown): string => {
  if (!(error instanceof Failure)) return String(error);
  if (error.status === 0) return words.value.offline;
  return error.problem.detail ?? error.problem.title ?? words.value.failed(error.status);
};
