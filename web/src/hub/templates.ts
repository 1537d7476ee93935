// The examples that messages are prepared from.
import change from "../../../examples/RequestStartOfSupply/valid/change-of-supplier.xml?raw";
import move_in from "../../../examples/RequestStartOfSupply/valid/move-in-future.xml?raw";
import move_in_back from "../../../examples/RequestStartOfSupply/valid/move-in-back-in-time.xml?raw";
import move_out from "../../../examples/RequestEndOfSupply/valid/move-out.xml?raw";
import end from "../../../examples/RequestEndOfSupply/valid/end-of-supply.xml?raw";
import move_out_by_grid from "../../../examples/RequestEndOfSupply/valid/move-out-by-grid-company.xml?raw";
import deactivation from "../../../examples/RequestUpdateMasterDataMeteringPoint/valid/deactivation-with-end-user.xml?raw";
import customer from "../../../examples/RequestUpdateCustomerInformation/valid/new-invoice-address.xml?raw";
import master_data from "../../../examples/RequestDataFromElhub/valid/metering-point.xml?raw";
import series from "../../../examples/RequestDataFromElhub/valid/time-series.xml?raw";
import question from "../../../examples/RequestToGridAccessProvider/valid/question.xml?raw";
import look_up from "../../../examples/RequestUpfrontMeteringPointCharacteristics/valid/by-metering-point.xml?raw";
import access from "../../../examples/UpdateThirdPartyAccess/valid/ask-for-access.xml?raw";
import hours from "../../../examples/CollectedData/valid/hours-25.xml?raw";

export const templates: Record<string, string> = {
  "BRS-NO-101": change, "BRS-NO-102": move_in, "BRS-NO-103": move_in_back, "BRS-NO-201": move_out, "BRS-NO-202": end, "BRS-NO-211": move_out_by_grid,
  "BRS-NO-214": deactivation, "BRS-NO-301": customer, "BRS-NO-303": master_data, "BRS-NO-313": hours, "BRS-NO-315": series, "BRS-NO-601": question,
  "BRS-NO-611": look_up, "BRS-NO-622": access,
};
