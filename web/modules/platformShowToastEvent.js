/** `lightning/platformShowToastEvent` outside Salesforce: the page's shell listens for the event and shows the toast. */
export const ShowToastEventName = "lightning__showtoast";

export class ShowToastEvent extends CustomEvent {
  /** @param {{title?: string, message?: string, variant?: string, mode?: string}} toast */
  constructor(toast) {
    super(ShowToastEventName, { composed: true, cancelable: true, bubbles: true, detail: { ...toast } });
  }
}
