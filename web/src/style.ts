import "./style/base.css";
import "./style/message.css";
import "./style/hub.css";
import "./style/form.css";
import "./style/values.css";
import "./style/report.css";
import "./style/bridge.css";
