"use strict";
// What the page does without this file, it does by plain forms and links. This adds keys, answers at once, and claims.
(() => {
  const body = document.body;
  const root = body.dataset.root;
  const mayWrite = body.dataset.mayWrite === "yes";
  const status = document.getElementById("status");
  const items = () => [...document.querySelectorAll("#items > .row, #items > .card")];
  const RENEW = 4 * 60 * 1000;

  // ---- Airflow's theme, where we are in its frame
  try {
    const classes = window.parent !== window && window.parent.document.documentElement.classList;
    const theme = classes && ["light", "dark"].find((name) => classes.contains(name));
    if (theme) document.documentElement.dataset.theme = theme;
  } catch { /* another origin: the system's theme it is */ }

  // ---- words for everybody, screen readers too
  let quiet;
  function say(words, button) {
    clearTimeout(quiet);
    status.textContent = words;
    if (button) status.append(button);
    else quiet = setTimeout(() => { status.textContent = ""; }, 6000);
  }

  // ---- choosing
  let chosen = null;
  function choose(item, focus = true) {
    if (!item) return;
    document.querySelectorAll(".chosen").forEach((other) => other.classList.remove("chosen"));
    chosen = item.dataset.proposal;
    item.classList.add("chosen");
    const inline = document.getElementById(item.id.replace("c-", "e-"));
    if (inline) {
      inline.classList.add("chosen");
      inline.scrollIntoView({ block: "nearest" });
    }
    item.scrollIntoView({ block: "nearest" });
    if (focus) item.focus({ preventScroll: true });
  }
  const current = () => items().find((item) => item.dataset.proposal === chosen) || null;

  function step(by) {
    const all = items();
    const at = all.indexOf(current());
    const next = all[at < 0 ? 0 : at + by];
    if (next) choose(next);
    else if (by > 0) onward();
  }

  function onward() {
    const next = body.dataset.next || document.querySelector('a[rel="next"]')?.href;
    if (next) location.assign(next);
    else say("This is the last one.");
  }

  // ---- deciding
  const STATES = { ACCEPT: "accepted", REJECT: "rejected", UNSURE: "unsure", WITHDRAW: "open" };
  const DOING = { ACCEPT: "Accepting …", REJECT: "Rejecting …", UNSURE: "Noting …", WITHDRAW: "Undoing …" };
  let unsent = [];

  function post(path, data) {
    return fetch(root + path, {
      method: "POST",
      body: new URLSearchParams(data),
      headers: { "X-Requested-With": "newsmend", "X-Query": location.search.slice(1) },
      credentials: "same-origin",
    });
  }

  async function decide(data, item) {
    const verdict = data.get("verdict");
    const before = item && item.dataset.state;
    if (item) {
      item.dataset.state = STATES[verdict];
      item.classList.add("busy");
    }
    say(DOING[verdict]);
    let response;
    try {
      response = await post("decide", data);
    } catch {
      unsent.push([data, item && item.id]);
      if (item) item.dataset.state = before;
      return remind();
    }
    const answer = await response.json().catch(() => ({ error: "The answer cannot be read.", hint: "Load the page again." }));
    redraw(data.get("proposal"), answer);
    const now = document.getElementById("c-" + data.get("proposal").slice(0, 16));
    if (!response.ok) {
      if (now && now === item) { now.dataset.state = before; now.classList.remove("busy"); }
      if (now) note(now, `${answer.error} ${answer.hint || ""}`);
      return say(`${answer.error} ${answer.hint || ""}`);
    }
    const last = { proposal: data.get("proposal"), document: data.get("document"), version: answer.version };
    if (verdict === "WITHDRAW") sessionStorage.removeItem("newsmend-last");
    else sessionStorage.setItem("newsmend-last", JSON.stringify(last));
    say(answer.said.charAt(0).toUpperCase() + answer.said.slice(1) + ".");
  }

  function redraw(proposal, answer) {
    const id = proposal.slice(0, 16);
    const held = document.activeElement && document.activeElement.closest(`#c-${id}`);
    const pieces = [["c-", body.dataset.page === "queue" ? answer.row : answer.card], ["e-", answer.inline]];
    for (const [prefix, html] of pieces) {
      const old = document.getElementById(prefix + id);
      if (!old) continue;
      if (answer.gone) { old.classList.add("busy"); continue; }
      if (!html) continue;
      const made = document.createElement("template");
      made.innerHTML = html.trim();
      const fresh = made.content.firstElementChild;
      if (old.classList.contains("chosen")) fresh.classList.add("chosen");
      old.replaceWith(fresh);
      if (held && prefix === "c-") fresh.focus({ preventScroll: true });
    }
  }

  function note(item, words) {
    const line = document.createElement("p");
    line.className = "note";
    line.textContent = words;
    item.querySelector(".note")?.remove();
    item.prepend(line);
  }

  function remind() {
    const again = document.createElement("button");
    again.textContent = "Send again";
    again.addEventListener("click", retry);
    say(`${unsent.length} decision(s) not sent: the server does not answer.`, again);
  }

  function retry() {
    const waiting = unsent;
    unsent = [];
    waiting.forEach(([data, id]) => decide(data, id && document.getElementById(id)));
  }

  function formData(form, button) {
    const data = new FormData(form);
    if (button && button.name) data.set(button.name, button.value);
    return data;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form.verdicts")) return;
    event.preventDefault();
    const item = form.closest(".row, .card");
    const data = formData(form, event.submitter);
    if (!data.get("verdict")) data.set("verdict", "ACCEPT");
    choose(item, false);
    decide(data, item);
    if (data.get("verdict") !== "WITHDRAW") {
      const all = items();
      const next = all[all.indexOf(item) + 1];
      if (next) choose(next);
    }
  });

  function press(name) {
    const item = current();
    if (!item) return say("Choose one first: j goes to the next.");
    const button = item.querySelector(`button[data-key="${name}"]`);
    if (button) return button.form.requestSubmit(button);
    say(mayWrite ? "It is decided. Undo it first." : "You may read here, and not decide.");
  }

  function undo() {
    const button = current()?.querySelector('button[data-key="undo"]');
    const last = JSON.parse(sessionStorage.getItem("newsmend-last") || "null");
    if (last) {
      const data = new FormData();
      Object.entries({ ...last, verdict: "WITHDRAW", csrf: body.dataset.csrf }).forEach(([k, v]) => data.set(k, v));
      const item = document.getElementById("c-" + last.proposal.slice(0, 16));
      if (item) choose(item);
      return decide(data, item);
    }
    if (button) return button.form.requestSubmit(button);
    return say("There is nothing to undo.");
  }

  function edit() {
    const own = current()?.querySelector("details.own");
    if (!own) return body.dataset.page === "queue" ? open() : press("accept");
    own.open = true;
    own.querySelector('input[name="own"]').checked = true;
    const field = own.querySelector('input[name="replacement"]');
    field.focus();
    field.select();
  }

  function open() {
    const href = current()?.dataset.href;
    if (href) location.assign(href);
  }

  function like() {
    const item = current();
    if (item) location.assign(`${root}?like=${item.dataset.like}&state=any`);
  }

  document.addEventListener("input", (event) => {
    if (event.target.name === "replacement" && event.target.closest(".own")) {
      event.target.form.elements.own.checked = true;
    }
    if (event.target.name === "quote") event.target.form.elements.start.value = "-1";
  });

  document.addEventListener("click", (event) => {
    const option = event.target.closest("button.option");
    if (option) {
      option.form.elements.replacement.value = option.dataset.option;
      option.form.elements.own.checked = true;
    }
    const inline = event.target.closest("a.edit");
    if (inline) {
      event.preventDefault();
      choose(document.getElementById(inline.id.replace("e-", "c-")));
      return;
    }
    const item = event.target.closest("#items > .row, #items > .card");
    if (item) choose(item, false);
  });

  // ---- marking what nobody found
  function mark() {
    const box = document.getElementById("mark");
    if (!box) return;
    const selection = getSelection();
    const words = selection.toString();
    const start = selection.rangeCount ? selection.getRangeAt(0) : null;
    const from = start && start.startContainer.parentElement?.closest(".plain");
    const to = start && start.endContainer.parentElement?.closest(".plain");
    const form = box.querySelector("form");
    if (words && from && from === to) {
      const at = [...from.textContent.slice(0, start.startOffset)].length;
      form.elements.document.value = from.closest("[data-document]").dataset.document;
      form.elements.quote.value = words;
      form.elements.replacement.value = words;
      form.elements.start.value = String(Number(from.dataset.start) + at);
    } else if (words) {
      say("Select words that lie between two corrections.");
    }
    box.open = true;
    (words ? form.elements.replacement : form.elements.quote).focus();
  }

  // ---- claims
  async function claim() {
    const article = body.dataset.article;
    const box = document.getElementById("claim");
    if (!article || !mayWrite || !box || document.visibilityState !== "visible") return;
    try {
      const held = await (await post(`claim/${article}`, { csrf: body.dataset.csrf })).json();
      box.dataset.mine = held.mine ? "yes" : "no";
      const line = document.createElement("p");
      line.className = held.mine ? "quiet" : "warn";
      line.textContent = held.mine
        ? `Yours until ${held.until} UTC.`
        : `${held.actor} has this article until ${held.until} UTC. You can read it; a decision would be refused.`;
      box.replaceChildren(line);
    } catch { /* the next decision will say what is wrong */ }
  }
  if (body.dataset.page === "article" && mayWrite) {
    claim();
    setInterval(claim, RENEW);
    addEventListener("pagehide", () => {
      if (document.getElementById("claim")?.dataset.mine !== "yes") return;
      navigator.sendBeacon(`${root}release/${body.dataset.article}`, new URLSearchParams({ csrf: body.dataset.csrf }));
    });
  }

  // ---- keys
  const ACTIONS = {
    accept: ["a", "Accept", () => press("accept")],
    reject: ["r", "Reject", () => press("reject")],
    edit: ["e", "Edit and accept", edit],
    unsure: ["u", "Unsure", () => press("unsure")],
    undo: ["z", "Undo", undo],
    next: ["j", "Next", () => step(1)],
    previous: ["k", "Previous", () => step(-1)],
    open: ["o", "Open the article", open],
    like: [".", "All like this", like],
    mark: ["m", "Mark the selected words", mark],
    view1: ["1", "Corrections", () => view("view1")],
    view2: ["2", "Raw page", () => view("view2")],
    view3: ["3", "Extracted text", () => view("view3")],
    view4: ["4", "Clean text", () => view("view4")],
    help: ["?", "Keys", help],
  };
  function view(name) {
    const link = document.querySelector(`a[data-key="${name}"]`);
    if (link) location.assign(link.href);
  }

  function settings() {
    try {
      return { on: true, map: {}, ...JSON.parse(localStorage.getItem("newsmend-keys") || "{}") };
    } catch {
      return { on: true, map: {} };
    }
  }
  const keep = (said) => localStorage.setItem("newsmend-keys", JSON.stringify(said));
  const keyOf = (name) => settings().map[name] ?? ACTIONS[name][0];

  function help() {
    const list = document.getElementById("keys-list");
    list.replaceChildren(...Object.entries(ACTIONS).map(([name, [, words]]) => {
      const line = document.createElement("tr");
      const label = document.createElement("th");
      const cell = document.createElement("td");
      const field = document.createElement("input");
      label.scope = "row";
      label.textContent = words;
      field.type = "text";
      field.maxLength = 1;
      field.value = keyOf(name);
      field.setAttribute("aria-label", `Key for: ${words}`);
      field.addEventListener("input", () => {
        const taken = Object.keys(ACTIONS).find((other) => other !== name && keyOf(other) === field.value);
        if (!field.value || taken) return say(taken ? `${field.value} is the key for: ${ACTIONS[taken][1]}` : "Press a key.");
        const said = settings();
        keep({ ...said, map: { ...said.map, [name]: field.value } });
        say(`${words}: ${field.value}`);
      });
      cell.append(field);
      line.append(label, cell);
      return line;
    }));
    document.getElementById("keys-on").checked = settings().on;
    const dialog = document.getElementById("keys");
    if (!dialog.open) dialog.showModal();
  }
  document.getElementById("keys-on").addEventListener("change", (event) => keep({ ...settings(), on: event.target.checked }));
  document.getElementById("keys-default").addEventListener("click", () => { keep({ on: true, map: {} }); help(); });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    // a closed dialog keeps the focus in its field until the page is next drawn
    const typed = event.target.closest?.("input:not([type=checkbox]), textarea, select");
    const field = typed?.closest("dialog:not([open])") ? null : typed;
    if (event.key === "Escape" && field && !field.closest("dialog")) {
      event.preventDefault();
      return current()?.focus();
    }
    if (field || document.getElementById("keys").open) return;
    const name = Object.keys(ACTIONS).find((key) => keyOf(key) === event.key);
    if (!name || (!settings().on && name !== "help")) return;
    event.preventDefault();
    ACTIONS[name][2]();
  });

  addEventListener("online", () => unsent.length && retry());
  addEventListener("beforeunload", (event) => unsent.length && event.preventDefault());

  const asked = location.hash && document.getElementById(location.hash.slice(1));
  choose(asked || items()[0], Boolean(asked));
})();
