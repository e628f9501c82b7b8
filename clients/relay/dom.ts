// A document for React to render to, as there is no browser. To be imported before React, which looks for one.
import { Window } from "happy-dom";

const window = new Window();
const { document, navigator } = window;
Object.assign(globalThis, { window, document, navigator, IS_REACT_ACT_ENVIRONMENT: true });
