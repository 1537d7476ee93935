export const en = {
  heading: "Schemas and interfaces",
  page_title: "Schemas and interfaces · cimgate",
  intro: "For programs: the interfaces of this server, and the schemas that messages are checked against.",
  interfaces: "Interfaces",
  openapi: "everything over HTTP, as OpenAPI 3.1",
  wsdl: "SOAP service of the test hub",
  schemas: "Schemas (XSD)",
  messages: (n: number) => (n === 1 ? "1 message" : `${n} messages`),
  message: "Message",
  file: "File",
  namespace: "Namespace",
  provisional: "provisional",
};

export const nb: typeof en = {
  heading: "Skjemaer og grensesnitt",
  page_title: "Skjemaer og grensesnitt · cimgate",
  intro: "For programmer: grensesnittene til denne serveren, og skjemaene som meldinger blir kontrollert mot.",
  interfaces: "Grensesnitt",
  openapi: "alt over HTTP, som OpenAPI 3.1",
  wsdl: "SOAP-tjeneste i testhuben",
  schemas: "Skjemaer (XSD)",
  messages: (n) => (n === 1 ? "1 melding" : `${n} meldinger`),
  message: "Melding",
  file: "Fil",
  namespace: "Navnerom",
  provisional: "foreløpig",
};
