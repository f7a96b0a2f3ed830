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
    feed.onopen = () => {
      this.classList.remove("lost");
      this.setAttribute("data-open", "");
    };
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

// What the fact in the form would do, as it is typed: the dry run of the tracker, which records nothing.
customElements.define("diplo-entry", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.aside = this.querySelector("aside");
    this.draft = `draft ${this.form.getAttribute("action")}`;
    this.restore();
    this.form.addEventListener("input", () => {
      this.keep();
      clearTimeout(this.later);
      this.later = setTimeout(() => this.preview(), 350);
    });
    this.form.addEventListener("submit", () => { this.sent = true; localStorage.removeItem(this.draft); });
    this.form.addEventListener("keydown", event => {
      if (event.key !== "Enter" || !event.ctrlKey) return;
      event.preventDefault();
      this.form.requestSubmit(this.form.querySelector(event.shiftKey ? "[name=park]" : ".first"));
    });
    addEventListener("beforeunload", event => { if (this.typed && !this.sent) event.preventDefault(); });
    if (document.getElementById("refusal")) this.form.querySelector("[aria-invalid=true]")?.focus();
  }

  fields() { return [...this.form.elements].filter(field => field.name && field.type !== "hidden" && field.type !== "submit"); }

  // What was typed and not sent, for a page that was left or a tracker that went away; nothing above GREEN stays here.
  keep() {
    this.typed = true;
    const marking = this.form.elements.marking?.value;
    if (marking && marking !== "CLEAR" && marking !== "GREEN") return localStorage.removeItem(this.draft);
    localStorage.setItem(this.draft, JSON.stringify(this.fields().map(field => [field.name, field.value])));
  }

  restore() {
    const kept = JSON.parse(localStorage.getItem(this.draft) ?? "[]");
    for (const [name, value] of kept) {
      const field = this.form.elements[name];
      if (field && !field.value && value) field.value = value;
    }
    if (kept.some(([, value]) => value)) this.preview();
  }

  command() {
    const command = {};
    for (const field of this.fields()) {
      const text = field.value.trim();
      if (!text) continue;
      const split = mark => text.split(mark).map(item => item.trim()).filter(item => item);
      const value = { List: () => split(","), Lines: () => split("\n"), YesOrNo: () => text === "true", Number: () => Number(text) }[field.dataset.kind]?.() ?? text;
      const [outer, inner] = field.name.split(".");
      if (inner) (command[outer] ??= {})[inner] = value;
      else command[outer] = value;
    }
    return command;
  }

  async preview() {
    if (!this.hasAttribute("preview") || this.fields().some(field => field.required && !field.value.trim())) {
      this.aside.hidden = true;
      return;
    }
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const answer = await fetch(this.getAttribute("preview"), {
        method: "POST", signal: this.asked.signal, headers: { "Content-Type": "application/json", "Prefer": "respond-async" },
        body: JSON.stringify(this.command()),
      });
      this.show(await answer.json());
    } catch (failure) {
      if (failure.name !== "AbortError") this.aside.hidden = true;
    }
  }

  show(preview) {
    const line = (text, kind = "") => element("p", { dir: "auto", class: kind }, text);
    const list = (name, items) => items?.length
      ? [element("h3", {}, this.aside.dataset[name]), element("ul", {}, ...items.map(item => element("li", { dir: "auto" }, item)))] : [];
    const parts = [element("h2", {}, this.aside.dataset.title)];
    if (preview.code) parts.push(line(preview.title, "dissent"), line(preview.detail));
    else {
      if (preview.waitsFor) parts.push(line(`${this.aside.dataset.waits} ${preview.waitsFor.detail}`, "state waiting"));
      for (const { text, place } of preview.facts ?? []) {
        parts.push(line(text));
        if (place?.late) parts.push(line(`${this.aside.dataset.late} ${place.ahead?.text ?? ""}`, "cause learned"));
      }
      parts.push(...list("changes", preview.changes?.map(change => change.text)));
      parts.push(...list("unblocks", preview.unblocks?.map(block => block.path.split("/").pop())));
      parts.push(...list("blocks", preview.blocks?.map(block => block.path.split("/").pop())));
      parts.push(...list("unparks", preview.unparks?.map(placing => placing.fact?.text ?? placing.command)));
      parts.push(...list("warnings", preview.warnings?.map(warning => warning.text)));
      if (!preview.changes?.length && !preview.waitsFor) parts.push(line(this.aside.dataset.nothing, "quiet"));
    }
    this.aside.replaceChildren(...parts);
    this.aside.hidden = false;
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
  if (event.key === "j" || event.key === "k") return walk(event.key === "j" ? 1 : -1);
  if (event.key === "?") document.getElementById("keys")?.showModal();
  else if (gone && pages[event.key]) location.assign(pages[event.key]);
  else document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not([disabled])`)?.click();
  gone = event.key === "g";
});
// Lines that are gone through one by one.
const walk = step => {
  const lines = [...document.querySelectorAll(".walk > li")];
  lines[Math.min(Math.max(lines.indexOf(document.activeElement.closest?.(".walk > li")) + step, 0), lines.length - 1)]?.focus();
};
const typing = event => event.target.closest?.("input, textarea, select, [contenteditable]");

// The zone of the browser, told once.
if (document.body.dataset.zone !== Intl.DateTimeFormat().resolvedOptions().timeZone && !sessionStorage.getItem("zone")) {
  sessionStorage.setItem("zone", "told");
  fetch("/zone", { method: "POST", body: new URLSearchParams({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone, back: "/" }), redirect: "manual" });
}
