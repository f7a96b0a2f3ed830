// What moves on the desk. Everything reads without it.

const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

// New facts as they are recorded: they wait behind a bar until the reader takes them in, so nothing moves by itself.
customElements.define("diplo-feed", class extends HTMLElement {
  connectedCallback() {
    this.bar = this.querySelector(".bar-new");
    this.list = this.querySelector(".feed");
    this.waiting = [];
    const query = new URLSearchParams({ after: this.getAttribute("after") || "0" });
    for (const name of ["negotiation", "party"])
      if (this.getAttribute(name)) query.set(name, this.getAttribute(name));
    this.open(query);
  }

  open(query) {
    const feed = new EventSource(`/api/feed?${query}`);
    feed.onmessage = event => this.came(JSON.parse(event.data));
    feed.onopen = () => this.classList.remove("lost");
    feed.onerror = () => {
      this.classList.add("lost");
      this.say(this.dataset.lost);
      // A refused feed is not tried again by the browser: the log lost what we had, or the server is away.
      if (feed.readyState === EventSource.CLOSED) setTimeout(() => this.open(query), 3000);
    };
    addEventListener("pagehide", () => feed.close(), { once: true });
  }

  came(fact) {
    this.waiting.unshift(fact);
    this.say(this.dataset.new.replace("{0}", this.waiting.length), () => this.take());
  }

  say(text, act) {
    this.bar.hidden = false;
    if (!act) return this.bar.replaceChildren(text);
    const button = element("button", { type: "button", "data-key": "n" }, text);
    button.onclick = act;
    this.bar.replaceChildren(button);
  }

  take() {
    for (const fact of this.waiting.splice(0).reverse()) {
      const text = element("bdi", { dir: "auto" }, fact.text);
      const link = element("a", { href: `/negotiations/${fact.negotiation}#fact-${fact.id}` }, text);
      const where = element("span", { class: "quiet" }, element("bdi", {}, fact.negotiation));
      this.list.prepend(element("li", { class: "new" }, link, where));
    }
    this.bar.hidden = true;
  }
});

// Keys: those of elements with data-key, and the pages.
const pages = { t: "/", l: "/negotiations", o: "/owed" };
let gone = false;
addEventListener("keydown", event => {
  if (event.ctrlKey && event.key === "k" || event.key === "/" && !typing(event)) {
    event.preventDefault();
    document.getElementById("q")?.focus();
    return;
  }
  if (typing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "?") document.getElementById("keys")?.showModal();
  else if (gone && pages[event.key]) location.assign(pages[event.key]);
  else document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not([disabled])`)?.click();
  gone = event.key === "g";
});
const typing = event => event.target.closest?.("input, textarea, select, [contenteditable]");
