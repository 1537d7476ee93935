// The examples that messages are prepared from.
import change from "../../../examples/RequestStartOfSupply/valid/change-of-supplier.xml?raw";
import move_in from "../../../examples/RequestStartOfSupply/valid/move-in-future.xml?raw";
import move_in_back from "../../../examples/RequestStartOfSupply/valid/move-in-back-in-time.xml?raw";
import move_out from "../../../examples/RequestEndOfSupply/valid/move-out.xml?raw";
import end from "../../../examples/RequestEndOfSupply/valid/end-of-supply.xml?raw";
import hours from "../../../examples/CollectedData/valid/hours-25.xml?raw";

export const templates: Record<string, string> = {
  "BRS-NO-101": change, "BRS-NO-102": move_in, "BRS-NO-103": move_in_back, "BRS-NO-201": move_out, "BRS-NO-202": end, "BRS-NO-313": hours,
};
