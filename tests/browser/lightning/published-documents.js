import { suppliedWire } from "./wires.js";

/** `SignalboxDefinitionController.getPublishedDocuments` */
export default suppliedWire();
