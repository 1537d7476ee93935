import misspelt from "../../../examples/RequestStartOfSupply/invalid/misspelt-element.xml?raw";
import moved_in from "../../../examples/RequestStartOfSupply/valid/move-in-back-in-time.xml?raw";
import changed from "../../../examples/RequestStartOfSupply/valid/change-of-supplier.xml?raw";
import addresses from "../../../examples/RequestStartOfSupply/valid/two-addresses.xml?raw";
import envelope from "../../../examples/RequestStartOfSupply/valid/change-of-supplier-soap.xml?raw";
import agency from "../../../examples/RequestStartOfSupply/refused/wrong-list-agency.xml?raw";
import rejected from "../../../examples/RejectStartOfSupply/valid/several-reasons.xml?raw";
import point from "../../../examples/RequestUpdateMasterDataMeteringPoint/valid/new-metering-point.xml?raw";
import hours from "../../../examples/CollectedData/valid/hours-25.xml?raw";
import quarters from "../../../examples/CollectedData/valid/quarter-hours-mixed-qualities.xml?raw";
import comma from "../../../examples/CollectedData/invalid/decimal-comma.xml?raw";
import cim_move_in from "../../../examples/cim/bundle-move-in.json?raw";
import cim_notice from "../../../examples/cim/bundle-notice-of-start.xml?raw";
import cim_values from "../../../examples/cim/metering-values.json?raw";
import danish_request from "../../../examples/dk/DK_RequestChangeOfSupplier/valid/a-company.xml?raw";
import danish_values from "../../../examples/dk/DK_MeteredDataTimeSeries/valid/hours-of-a-day.xml?raw";
import danish_hole from "../../../examples/dk/DK_MeteredDataTimeSeries/refused/hole-in-positions.xml?raw";
import type { Bilingual } from "../api/types";

export interface Example {
  file: string;
  title: Bilingual;
  text: string;
}

export interface ExampleGroup {
  title: Bilingual;
  examples: Example[];
}

const example = (file: string, en: string, nb: string, text: string): Example => ({ file, title: { en, nb }, text });

export const groups: ExampleGroup[] = [
  {
    title: { en: "Elhub's form", nb: "Elhubs form" },
    examples: [
      example("change-of-supplier.xml", "Change of supplier (101)", "Leverandørskifte (101)", changed),
      example("move-in-back-in-time.xml", "Move-in, back in time (103)", "Innflytting tilbake i tid (103)", moved_in),
      example("two-addresses.xml", "With an invoice address abroad (101)", "Med fakturaadresse i utlandet (101)", addresses),
      example("several-reasons.xml", "Rejected for several reasons", "Avvist av flere grunner", rejected),
      example("new-metering-point.xml", "New metering point (121)", "Nytt målepunkt (121)", point),
      example("hours-25.xml", "Metering values, a day of 25 hours (313)", "Måleverdier, et døgn på 25 timer (313)", hours),
      example("quarter-hours-mixed-qualities.xml", "Metering values, some estimated (313)", "Måleverdier, noen estimert (313)", quarters),
      example("change-of-supplier-soap.xml", "In a SOAP envelope", "I en SOAP-konvolutt", envelope),
    ],
  },
  {
    title: { en: "With mistakes", nb: "Med feil" },
    examples: [
      example("misspelt-element.xml", "A misspelt element, and more", "Et feilstavet element, og mer", misspelt),
      example("decimal-comma.xml", "A decimal comma", "Et desimalkomma", comma),
      example("wrong-list-agency.xml", "A wrong list agency (EH025)", "Feil kodelisteutgiver (EH025)", agency),
    ],
  },
  {
    title: { en: "CIM", nb: "CIM" },
    examples: [
      example("bundle-move-in.json", "Move-in, with its supplement (JSON)", "Innflytting med tillegg (JSON)", cim_move_in),
      example("bundle-notice-of-start.xml", "Notice of start of supply (XML)", "Varsel om leveringsstart (XML)", cim_notice),
      example("metering-values.json", "Metering values (JSON)", "Måleverdier (JSON)", cim_values),
    ],
  },
  {
    title: { en: "Denmark", nb: "Danmark" },
    examples: [
      example("a-company.xml", "Change of supplier (RSM-001)", "Leverandørskifte (RSM-001)", danish_request),
      example("hours-of-a-day.xml", "Metering values (RSM-012)", "Måleverdier (RSM-012)", danish_values),
      example("hole-in-positions.xml", "A value is missing (E87)", "En verdi mangler (E87)", danish_hole),
    ],
  },
];
