// Says which links lead nowhere, and which pages nobody gets to; ends with 1 when there are any.
import { dead_links, lost_pages, pages } from "./pages.mjs";

const root = process.argv[2];
const faults = [...dead_links(root), ...lost_pages(root).map((path) => `${path}: no page leads here from README.md`)];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
console.error(`${pages(root).length} pages: every link leads somewhere, and every page is reached from README.md`);
