import { render } from "preact";
import { App } from "./app";
import "./style/base.css";
import "./style/message.css";
import "./style/hub.css";
import "./style/form.css";
import "./style/values.css";
import "./style/report.css";

render(<App />, document.getElementById("page")!);
