import { suppliedWire } from "./wires.js";

/** `SignalboxDefinitionController.getPublishedRoster` */
export default suppliedWire();
