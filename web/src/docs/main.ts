// The pages of the API: Swagger UI over the server's own /openapi.json, in the words of OpenAPI 3.0: those of 3.1 it resolves
// whole before it shows the first operation, which takes it four times as long.
import bundle from "swagger-ui-dist/swagger-ui-bundle.js?url";
import "swagger-ui-dist/swagger-ui.css";
import "./docs.css";
import { links_of, type Described } from "./links";
import { make_accessible } from "./accessible";

const place = document.getElementById("api")!;

/** Swagger UI comes from npm made small already; it is taken as it is. */
function swagger_ui(): Promise<(options: object) => unknown> {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = bundle;
    script.onload = () => done((globalThis as unknown as { SwaggerUIBundle: (options: object) => unknown }).SwaggerUIBundle);
    script.onerror = () => failed(new Error(`${bundle} cannot be loaded`));
    document.head.append(script);
  });
}

/** What the server has besides: its page, and the WSDL of each service. */
function show_links(api: Described): void {
  const also = document.getElementById("also")!;
  for (const { href, text } of links_of(api)) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = text;
    also.append(link);
  }
}

async function show(): Promise<void> {
  const [answer, SwaggerUI] = await Promise.all([fetch("openapi.json?version=3.0"), swagger_ui()]);
  if (!answer.ok) throw new Error(`openapi.json: ${answer.status}`);
  const api = (await answer.json()) as Described;
  show_links(api);
  document.getElementById("version")!.textContent = api.info.version;
  // There is one server: that which the pages come from.
  delete api.servers;
  SwaggerUI({
    spec: api,
    domNode: place,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    filter: true,
    // The heading says it already.
    plugins: [{ components: { InfoContainer: () => null } }],
    tryItOutEnabled: true,
    // Nobody else is asked whether the text is valid, and a token is kept no longer than the page is open.
    validatorUrl: null,
    persistAuthorization: false,
    withCredentials: false,
  });
  make_accessible(place);
}

show().catch((error: unknown) => {
  const told = document.createElement("p");
  told.setAttribute("role", "alert");
  told.textContent = error instanceof Error ? error.message : String(error);
  place.replaceChildren(told);
});
