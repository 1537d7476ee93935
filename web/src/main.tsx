import { render } from "preact";
import { App } from "./app";
import "./style/base.css";
import "./style/message.css";
import "./style/hub.css";

render(<App />, document.getElementById("page")!);
