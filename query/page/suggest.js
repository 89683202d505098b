/* Suggestions in the search field: a combobox with a list (ARIA 1.2, list autocomplete with manual
 * selection). What is suggested, and what becomes of the query, the server says (/api/v1/suggest);
 * all of it is set as text. Keys that the list takes do not reach script.js. */
"use strict";

(() => {
  const said = document.body.dataset;
  const field = document.getElementById("q");
  const form = document.getElementById("form");

  /* The pause after a key before suggestions are asked for, milliseconds. */
  const PAUSE = 120;

  /* Suggestions that are shown; so many titles keep their place when there are many words. */
  const MOST = 8;
  const TITLES = 3;

  /* The longest query that is completed: as long as one may be. */
  const LONGEST = 1024;

  const CLOSING_MARKS = "\"”＂」』";

  const list = document.createElement("div");
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", said.suggestions);
  form.append(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  let options = []; /* elements and what taking them does */
  let shownFor = ""; /* what stood before the caret then */
  let active = -1;
  let timer;
  let request;

  const activate = (number) => {
    options[active]?.element.setAttribute("aria-selected", "false");
    active = number;
    const element = options[active]?.element;
    if (element) {
      element.setAttribute("aria-selected", "true");
      element.scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", element.id);
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  };

  const close = () => {
    clearTimeout(timer);
    request?.abort();
    activate(-1);
    options = [];
    list.hidden = true;
    list.replaceChildren();
    field.setAttribute("aria-expanded", "false");
  };

  /* What stands before the caret, and behind it. */
  const around = () => [
    field.value.slice(0, field.selectionStart), field.value.slice(field.selectionEnd)];

  /* Whether an item ends at the caret. */
  const isAtEnd = (behind) => behind === "" || /^[\s)）|｜"”＂」』]/.test(behind);

  /* Puts the completed part before what stands behind the caret. */
  const complete = (completed, behind) => {
    const isClosed = CLOSING_MARKS.includes(completed.at(-1)) && completed.at(-1) === behind[0];
    close();
    field.value = completed + (isClosed ? behind.slice(1) : behind);
    field.setSelectionRange(completed.length, completed.length);
    field.dispatchEvent(new Event("input", { bubbles: true })); /* for the results */
    close();
  };

  const settings = () => {
    const parts = new URLSearchParams();
    const sent = new FormData(form);
    for (const name of ["index", "lang"]) {
      if (sent.get(name)) {
        parts.set(name, sent.get(name));
      }
    }
    return parts;
  };

  const read = (id, elsewhere) => {
    const address = `/documents/${id}?${settings()}`;
    close();
    if (elsewhere) {
      open(address, "_blank", "noopener");
    } else {
      location.assign(address);
    }
  };

  /* How much of the suggestion was typed: the longest end of the query that it begins with. */
  const typedLength = (text, before) => {
    let length = Math.min(text.length, before.length);
    while (length && !text.startsWith(before.slice(-length).toLowerCase())) {
      length -= 1;
    }
    return length;
  };

  const makeOption = (one, before, behind) => {
    const element = document.createElement("div");
    const text = document.createElement("span");
    element.id = `suggestion-${options.length}`;
    element.className = `suggestion ${one.kind}`;
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", "false");
    element.lang = "zh";
    if (one.kind === "title") {
      text.textContent = one.text;
    } else {
      const length = typedLength(one.text, before);
      const rest = document.createElement("b");
      rest.textContent = one.text.slice(length);
      text.append(one.text.slice(0, length), rest);
    }
    element.append(text);
    const take = one.kind === "title" ? (elsewhere) => read(one.document_id, elsewhere)
      : () => complete(one.completed, behind);
    options.push({ element, take });
    return element;
  };

  const labels = { term: said.suggestedTerms, value: said.suggestedValues,
    title: said.suggestedTitles };

  const makeGroup = (kind, suggestions, before, behind) => {
    const group = document.createElement("div");
    const label = document.createElement("div");
    label.id = `suggestions-${kind}`;
    label.className = "label";
    label.textContent = labels[kind];
    label.setAttribute("role", "presentation");
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", label.id);
    group.append(label, ...suggestions.map((one) => makeOption(one, before, behind)));
    return group;
  };

  const show = (suggestions, before, behind) => {
    const titles = suggestions.filter((one) => one.kind === "title");
    const others = suggestions.filter((one) => one.kind !== "title");
    const few = others.slice(0, MOST - Math.min(titles.length, TITLES));
    close();
    shownFor = before;
    if (few.length) {
      list.append(makeGroup(few[0].kind, few, before, behind));
    }
    if (titles.length) {
      list.append(makeGroup("title", titles.slice(0, MOST - few.length), before, behind));
    }
    if (options.length) {
      list.hidden = false;
      list.scrollTop = 0;
      field.setAttribute("aria-expanded", "true");
    }
  };

  const ask = async () => {
    const [before, behind] = around();
    const isWanted = document.activeElement === field && before.trim() !== ""
      && before.length <= LONGEST && isAtEnd(behind);
    request?.abort();
    if (!isWanted) {
      close();
      return;
    }
    const mine = new AbortController();
    request = mine;
    const parts = settings();
    parts.delete("lang");
    parts.set("q", before);
    parts.set("limit", MOST);
    try {
      const answer = await fetch(`/api/v1/suggest?${parts}`, { signal: mine.signal });
      const suggestions = answer.ok ? (await answer.json()).suggestions : [];
      if (request === mine && !mine.signal.aborted) {
        show(suggestions, before, behind);
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        close();
      }
    }
  };

  /* The list of before stays until there is another, so that it does not flicker. */
  const soon = () => {
    clearTimeout(timer);
    request?.abort();
    activate(-1);
    timer = setTimeout(ask, PAUSE);
  };

  /* While an input method is composing, what stands in the field is no word yet, and its keys are
   * those of the input method (keyCode 229 where a browser ends the composition first). */
  const isComposing = (event) => event.isComposing || event.keyCode === 229;

  let composes = false;
  field.addEventListener("compositionstart", () => {
    composes = true;
    close();
  });
  field.addEventListener("compositionend", () => {
    composes = false;
    soon();
  });
  field.addEventListener("input", (event) => {
    if (!composes && !event.isComposing) {
      soon();
    }
  });

  /* From the field through the options and back to it. */
  const move = (by) => {
    const places = options.length + 1;
    activate(((active + 1 + by + places) % places) - 1);
  };

  /* While one types on, the list is that of before. */
  const isStale = () => around()[0] !== shownFor;

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Escape: close,
    Enter: () => options[active]?.take(false),
  };

  field.addEventListener("keydown", (event) => {
    if (isComposing(event) || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    if (event.altKey) {
      if (event.key === "ArrowDown" && list.hidden) {
        event.preventDefault();
        event.stopPropagation();
        ask();
      }
      return;
    }
    const takes = !list.hidden && Object.hasOwn(keys, event.key)
      && (event.key !== "Enter" || active >= 0);
    if (takes) {
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape" || !isStale()) {
        keys[event.key]();
      }
    } else if (["ArrowLeft", "ArrowRight", "Home", "End", "Enter", "Escape"].includes(event.key)) {
      close(); /* the caret goes elsewhere, or the query is sent */
    }
  });

  field.addEventListener("click", close);
  field.addEventListener("blur", close);
  form.addEventListener("submit", close);

  /* The field keeps the focus. */
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const element = event.target.closest("[role=option]");
    const option = options.find((one) => one.element === element);
    if (option && !isStale()) {
      option.take(event.ctrlKey || event.metaKey);
    }
  });
})();
