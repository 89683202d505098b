/* What a script can add to the pages of wbsearchd, which work without it: results while one types,
 * keys, copying with the source, where one is in a document. It makes no HTML out of text: pages
 * come from the server, and everything else is set as text. */
"use strict";

(() => {
  const said = document.body.dataset;
  const field = document.getElementById("q");
  const form = document.getElementById("form");
  const status = document.getElementById("status");
  const isDocument = document.body.classList.contains("document");

  /* The pause after a key before the results are asked for, milliseconds. */
  const PAUSE = 120;

  /* Messages. */

  const tell = (text) => {
    status.textContent = text;
  };

  let toast;
  const show = (text) => {
    tell(text);
    toast?.remove();
    toast = document.createElement("p");
    toast.className = "toast";
    toast.setAttribute("aria-hidden", "true");
    toast.textContent = text;
    document.body.append(toast);
    const mine = toast;
    setTimeout(() => mine.remove(), 1800);
  };

  /* Copying. */

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      show(said.copied);
    } catch {
      show(said.copyFailed);
    }
  };

  /* The text of a paragraph without what is not its own. */
  const textOf = (paragraph) => {
    const bare = paragraph.cloneNode(true);
    for (const extra of bare.querySelectorAll(".anchor, .mark, .jumps, .back, .tools, .hidden")) {
      extra.remove();
    }
    return bare.textContent.trim();
  };

  const cited = (paragraph) => {
    const cite = paragraph.closest("[data-cite]")?.dataset.cite ?? "";
    const text = paragraph.classList.contains("hit") && !isDocument
      ? paragraph.querySelector(".text") : paragraph;
    return `“${textOf(text)}”——${cite}，${paragraph.dataset.place}`;
  };

  const linkTo = (paragraph) => {
    const link = paragraph.querySelector("a.open, a.anchor");
    return new URL(link.getAttribute("href"), location.href).href;
  };

  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", (event) => {
      event.stopPropagation();
      act();
    });
    return made;
  };

  const tools = document.createElement("span");
  tools.className = "tools";

  /* The paragraph or hit that keys are about; it shows what can be done with it. */
  let current;
  const choose = (paragraph, moves) => {
    current?.classList.remove("current");
    current = paragraph;
    if (!current) {
      tools.remove();
      return;
    }
    current.classList.add("current");
    tools.replaceChildren(
      button(said.copyCited, () => copy(cited(paragraph))),
      button(said.copyLink, () => copy(linkTo(paragraph))),
    );
    (current.matches("tr") ? current.cells[0] : current).append(tools);
    if (moves) {
      current.scrollIntoView({ block: "nearest" });
      current.querySelector("a.open, a.anchor")?.focus({ preventScroll: true });
    }
  };

  const paragraphs = () => [...document.querySelectorAll(isDocument ? ".para" : ".hit")];

  /* The first one that is in sight. */
  const inSight = () => paragraphs().find((one) => one.getBoundingClientRect().bottom > 80);

  const step = (by) => {
    const all = paragraphs();
    const at = all.indexOf(current);
    choose(at < 0 ? inSight() : all[Math.min(Math.max(at + by, 0), all.length - 1)], true);
  };

  /* Goes to the next hit of the document, which may be in another part of it. */
  const jump = (by) => {
    const hits = [...document.querySelectorAll(".para.hit")];
    const from = current ?? inSight();
    const order = Node[by > 0 ? "DOCUMENT_POSITION_FOLLOWING" : "DOCUMENT_POSITION_PRECEDING"];
    const ahead = hits.filter((hit) => from && from.compareDocumentPosition(hit) & order);
    const next = by > 0 ? ahead[0] : ahead.at(-1);
    if (next) {
      choose(next, true);
      next.scrollIntoView({ block: "center" });
    } else {
      const beyond = from?.querySelector(`.jumps [rel=${by > 0 ? "next" : "prev"}]`);
      beyond?.click();
    }
  };

  document.addEventListener("click", (event) => {
    const paragraph = event.target.closest(isDocument ? ".para" : ".hit");
    if (!paragraph || event.target.closest("a, button, summary") || !getSelection().isCollapsed) {
      return;
    }
    if (isDocument) {
      choose(paragraph, false);
    } else if (event.target.closest(".text")) {
      paragraph.querySelector("a.open").click();
    }
  });

  document.addEventListener("mouseover", (event) => {
    const hit = !isDocument && event.target.closest(".hit");
    if (hit && hit !== current) {
      choose(hit, false);
    }
  });

  const chooseTarget = () => {
    const target = location.hash.startsWith("#p") && document.getElementById(location.hash.slice(1));
    if (target && target.classList.contains("para")) {
      choose(target, false);
    }
  };

  /* Buttons for those who have no keys. */
  const first = document.querySelector(".way .first");
  if (first) {
    const ways = [["↑", said.previousHit, -1], ["↓", said.nextHit, 1]];
    first.replaceWith(...ways.map(([arrow, label, by]) => {
      const made = button(arrow, () => jump(by));
      made.setAttribute("aria-label", label);
      return made;
    }));
  }

  /* The citation of a document. */
  const citation = document.getElementById("citation");
  if (citation) {
    const own = document.createElement("span");
    own.className = "tools";
    own.append(button(said.copy, () => copy(citation.textContent)));
    citation.after(own);
  }

  /* Results while one types. */

  let asked = location.href;
  let request;

  const showPage = async (address) => {
    request?.abort();
    request = new AbortController();
    asked = address;
    const live = document.getElementById("live");
    live?.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: request.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("live") ?? page.getElementById("main");
      if (!fresh || asked !== address) {
        return;
      }
      choose(null);
      (document.getElementById("live") ?? document.getElementById("main")).replaceWith(fresh);
      document.title = page.title;
      document.body.className = page.body.className;
      tell(document.getElementById("total")?.textContent ?? page.title);
      /* The links of the head lead on in the same language and index. */
      for (const place of [".brand", ".more"]) {
        const link = page.querySelector(place);
        if (link) {
          document.querySelector(place).replaceWith(link);
        }
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        live?.removeAttribute("aria-busy");
      }
    }
  };

  const addressOf = () => {
    const parts = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value !== "") {
        parts.append(name, value);
      }
    }
    const query = parts.toString();
    const isListing = !parts.has("q") && document.body.classList.contains("listing");
    return new URL((isListing ? "/documents" : "/") + (query && `?${query}`), location.href).href;
  };

  const ask = (keeps) => {
    const address = addressOf();
    if (address === asked) {
      return;
    }
    history[keeps ? "pushState" : "replaceState"](null, "", address);
    showPage(address);
  };

  if (!isDocument && document.getElementById("live")) {
    let timer;
    let isComposing = false;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => ask(false), PAUSE);
    };
    /* While an input method is composing, what stands in the field is no word yet. */
    field.addEventListener("compositionstart", () => {
      isComposing = true;
    });
    field.addEventListener("compositionend", () => {
      isComposing = false;
      soon();
    });
    field.addEventListener("input", () => {
      if (!isComposing) {
        soon();
      }
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      const address = addressOf();
      if (address === asked) {
        history.pushState(null, "", address);
      }
      ask(true);
    });
    const index = form.elements.namedItem("index");
    const indexes = index instanceof HTMLSelectElement ? index : null;
    indexes?.addEventListener("change", () => ask(true));
    addEventListener("popstate", () => {
      const address = new URL(location.href);
      if (address.href.split("#")[0] !== asked.split("#")[0]) {
        field.value = address.searchParams.get("q") ?? "";
        if (indexes) {
          indexes.value = address.searchParams.get("index") ?? indexes.options[0].value;
        }
        showPage(location.href);
      }
    });
  }

  /* Keys. Who speaks to the machine may say letters by accident, so they can be switched off
   * (WCAG 2.1.4); ? stays, to switch them on again. */

  const KEYS_OFF = "wbsearch-keys-off";
  const remembered = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; /* the browser keeps nothing */
    }
  };
  let keysAreOn = remembered(KEYS_OFF) === null;

  const makeSwitch = () => {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = keysAreOn;
    box.addEventListener("change", () => {
      keysAreOn = box.checked;
      try {
        if (keysAreOn) {
          localStorage.removeItem(KEYS_OFF);
        } else {
          localStorage.setItem(KEYS_OFF, "1");
        }
      } catch {
        /* then it holds for this page */
      }
    });
    label.append(box, " ", said.keysOn);
    return label;
  };

  let dialog;
  const showKeys = () => {
    if (!dialog) {
      dialog = document.createElement("dialog");
      const title = document.createElement("h2");
      const list = document.createElement("dl");
      const parts = said.keysText.split("|");
      title.textContent = said.keys;
      title.id = "keys-title";
      for (let i = 0; i + 1 < parts.length; i += 2) {
        const key = document.createElement("dt");
        const does = document.createElement("dd");
        for (const one of parts[i].split(" ")) {
          const cap = document.createElement("kbd");
          cap.textContent = one;
          key.append(cap, " ");
        }
        does.textContent = parts[i + 1];
        list.append(key, does);
      }
      dialog.setAttribute("aria-labelledby", title.id);
      dialog.append(title, list, makeSwitch());
      document.body.append(dialog);
    }
    dialog.showModal();
  };

  const keys = {
    "/": () => {
      field.focus();
      field.select();
    },
    j: () => step(1),
    k: () => step(-1),
    n: () => isDocument && jump(1),
    p: () => isDocument && jump(-1),
    c: () => current && copy(cited(current)),
    u: () => document.querySelector(".up a")?.click(),
    "?": showKeys,
    Enter: () => !isDocument && current?.querySelector("a.open")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
      return;
    }
    if (event.target.matches("input, select, textarea")) {
      if (event.key === "Escape") {
        event.target.blur();
      } else if (event.key === "ArrowDown" && event.target === field && !isDocument) {
        event.preventDefault();
        field.blur();
        step(1);
      }
      return;
    }
    const isOn = keysAreOn || event.key === "?";
    const act = !dialog?.open && isOn && Object.hasOwn(keys, event.key) && keys[event.key];
    if (act && !(event.key === "Enter" && event.target.closest("a, button, summary"))) {
      event.preventDefault();
      act();
    }
  });

  /* Where one is in a document. */

  const outline = new Map();
  for (const link of document.querySelectorAll(".outline a")) {
    const start = document.getElementById(new URL(link.href).hash.slice(1));
    if (start) {
      outline.set(start, link);
    }
  }
  if (outline.size) {
    let marked;
    const starts = [...outline.keys()];
    const mark = () => {
      const above = starts.filter((start) => start.getBoundingClientRect().top < 120);
      const link = outline.get(above.at(-1) ?? starts[0]);
      if (link !== marked) {
        marked?.removeAttribute("aria-current");
        link.setAttribute("aria-current", "location");
        marked = link;
        const side = link.closest(".side");
        if (side && side.scrollHeight > side.clientHeight) {
          side.scrollTop = link.offsetTop - side.clientHeight / 2;
        }
      }
    };
    let waits = false;
    addEventListener("scroll", () => {
      if (!waits) {
        waits = true;
        requestAnimationFrame(() => {
          waits = false;
          mark();
        });
      }
    }, { passive: true });
    mark();
  }

  if (isDocument) {
    addEventListener("hashchange", chooseTarget);
    chooseTarget();
  }
})();
