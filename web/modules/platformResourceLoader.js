/**
 * `lightning/platformResourceLoader` outside Salesforce: adds the script or style sheet to the page, each address once.
 */
const pending = new Map();

function load(url, makeElement) {
  let promise = pending.get(url);
  if (!promise) {
    promise = new Promise((resolve, reject) => {
      const element = makeElement();
      element.addEventListener("load", () => resolve());
      element.addEventListener("error", () => {
        pending.delete(url);
        element.remove();
        reject(new Error(`Could not load ${url}.`));
      });
      document.head.appendChild(element);
    });
    pending.set(url, promise);
  }
  return promise;
}

/** @param {object} _component the caller, unused outside Salesforce @param {string} url @returns {Promise<void>} */
export function loadScript(_component, url) {
  return load(url, () => Object.assign(document.createElement("script"), { src: url }));
}

/** @param {object} _component the caller, unused outside Salesforce @param {string} url @returns {Promise<void>} */
export function loadStyle(_component, url) {
  return load(url, () => Object.assign(document.createElement("link"), { rel: "stylesheet", href: url }));
}
