// ALTCHA's worker from our own address, and its words in ours; the page works without any of it.
const widget = document.querySelector("altcha-widget");
globalThis.$altcha.algorithms.set("PBKDF2/SHA-256", () => new Worker(widget.dataset.worker));
globalThis.$altcha.i18n.set(widget.dataset.words, JSON.parse(widget.dataset.said));
