import { render } from "preact";
import { App } from "./app";
import "../style";

render(<App />, document.getElementById("page")!);
