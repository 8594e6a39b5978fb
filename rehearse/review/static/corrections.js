// Corrections on the page of a take: a word, a filler, the words that say a key point.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const dialog = byId("word-dialog");
  const transcript = byId("words");
  const PLACE = `place ${location.pathname}`;

  // A correction shows the page anew: go on where we were.
  const kept = sessionStorage.getItem(PLACE);
  const sound = byId("sound");
  if (kept !== null && sound) {
    sessionStorage.removeItem(PLACE);
    sound.currentTime = Number(kept);
  }
  addEventListener("submit", () => sound && sessionStorage.setItem(PLACE, sound.currentTime));

  // The original words that some words on the page stand for, from the first to the last.
  const originals = (elements) => elements.map((word) => word.dataset.o).filter((at) => at !== undefined).map(Number);
  const plain = (word) => {
    const copy = word.cloneNode(true);
    for (const number of copy.querySelectorAll("sup")) number.remove();
    return copy.textContent.trim();
  };

  let chosen = null;
  const choose = (word) => {
    chosen = word;
    byId("correct").disabled = !word;
    byId("correct").textContent = word ? `Correct “${plain(word)}”` : "Correct a word";
  };

  const open = (word) => {
    if (!word || !dialog) return;
    choose(word);
    if (sound) sound.pause();
    const at = word.dataset.o;
    const together = at === undefined ? [word] : [...transcript.querySelectorAll(`[data-o="${at}"]`)];
    const text = together.map(plain).join(" ");
    const marked = word.dataset.mark ? [...transcript.querySelectorAll(`.w[data-mark="${word.dataset.mark}"]`)] : [];
    const isFiller = word.matches(".filled_pause, .discourse_marker");
    const places = originals(isFiller ? marked : [word]);
    byId("word-now").textContent = text;
    const fill = (id, fields, shown = true) => {
      const form = byId(id);
      form.hidden = !shown;
      for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
    };
    fill("respell", { word: at ?? "", text }, at !== undefined);
    fill("insert", { after: at ?? "", text: "" }, at !== undefined);
    fill("remove", { word: at ?? "" }, at !== undefined && !isFiller);
    fill("filler", { first: Math.min(...places), last: Math.max(...places), is_filler: isFiller ? "no" : "yes" }, places.length > 0);
    byId("filler").querySelector("button").textContent = isFiller ? "It is no filler" : "It is a filler";
    fill("undo-word", { correction: word.dataset.correction ?? "" }, Boolean(word.dataset.correction));
    dialog.showModal();
  };

  if (dialog) {
    transcript.addEventListener("click", (event) => choose(event.target.closest(".w") || chosen));
    transcript.addEventListener("dblclick", (event) => open(event.target.closest(".w")));
    byId("correct").addEventListener("click", () => open(chosen));
    document.addEventListener("rehearse-correct", (event) => open(event.detail));
    byId("hear-word").addEventListener("click", () => {
      document.dispatchEvent(new CustomEvent("rehearse-hear", { detail: chosen }));
    });
  }

  // Words selected in the transcript are those that say a key point.
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (!transcript || selection.isCollapsed || !selection.containsNode(transcript, true)) return;
    const words = [...transcript.querySelectorAll(".w")].filter((word) => selection.containsNode(word, true));
    const places = originals(words);
    if (!places.length) return;
    for (const field of document.querySelectorAll(".chosen-first")) field.value = Math.min(...places);
    for (const field of document.querySelectorAll(".chosen-last")) field.value = Math.max(...places);
    for (const said of document.querySelectorAll(".chosen-words")) said.textContent = `By “${words.map(plain).join(" ")}”`;
  });
})();
