// The page of a take: one clock for the sound, the transcript, the waveform and the key points.
"use strict";
(() => {
  const { clock, drawAxis, drawVoice, drawWave, placeMarks } = rehearseTimeline;
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("take-data").textContent);
  const sound = byId("sound");
  const timeline = byId("timeline");
  const scroller = byId("timeline-scroll");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  const SEEK_S = 5;
  const BEFORE_MARK_S = 0.6;
  const AFTER_MARK_S = 0.5;
  const LARGEST_ZOOM = 32;
  const SCROLL_AGAIN_MS = 3000;
  const SAME_S = 0.02; // moments that are nearer than this are one

  const words = [...document.querySelectorAll(".w")].map((element) => ({
    element,
    start_s: Number(element.dataset.s),
    end_s: Number(element.dataset.e),
  }));
  let now = null; // the word that is being said, or was last
  let mark = 0; // number of the mark that was last stepped to; 0 for none
  let stopAt_s = null; // where a single moment ends
  let scrolled_ms = 0;
  let time_s = 0; // where we are; the sound's own clock while there is sound

  const last = (items, holds) => {
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(items[middle])) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  const tell = (what, text) => {
    for (const element of document.querySelectorAll(`[data-shows="${what}"]`)) element.textContent = text;
  };

  // What is shown of a moment.
  const showWord = () => {
    const at = last(words, (word) => word.start_s <= time_s + SAME_S);
    const word = at < 0 ? null : words[at];
    if (word === now) return;
    if (now) now.element.classList.remove("now");
    now = word;
    if (!word) return;
    word.element.classList.add("now");
    if (sound && !sound.paused && Date.now() - scrolled_ms > SCROLL_AGAIN_MS) follow(word.element);
  };

  const follow = (element) => {
    const place = element.getBoundingClientRect();
    if (place.top < 20 || place.bottom > innerHeight - 90) {
      element.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    }
  };

  const show = () => {
    if (sound) time_s = sound.currentTime;
    const part = data.duration_s ? Math.min(time_s / data.duration_s, 1) : 0;
    byId("playhead").style.left = `${100 * part}%`;
    if (byId("progress")) byId("progress").style.transform = `scaleX(${part})`;
    tell("time", clock(time_s));
    timeline.setAttribute("aria-valuenow", time_s.toFixed(1));
    timeline.setAttribute("aria-valuetext", now ? `${clock(time_s)}, “${now.element.textContent.trim()}”` : clock(time_s));
    showWord();
    if (sound && !sound.paused) keepInView(part);
  };

  const keepInView = (part) => {
    const x = part * timeline.offsetWidth;
    if (x < scroller.scrollLeft || x > scroller.scrollLeft + scroller.clientWidth - 20) {
      scroller.scrollLeft = x - scroller.clientWidth * 0.2;
    }
  };

  const eachFrame = () => {
    if (stopAt_s !== null && sound.currentTime >= stopAt_s) {
      stopAt_s = null;
      sound.pause();
    }
    show();
    if (!sound.paused) requestAnimationFrame(eachFrame);
  };

  // Going somewhere and playing.
  const seek = (to_s) => {
    stopAt_s = null;
    time_s = Math.min(Math.max(to_s, 0), data.duration_s);
    if (sound) sound.currentTime = time_s;
    show();
  };

  const play = async () => {
    if (!sound) return;
    try {
      await sound.play();
    } catch (refused) {
      if (refused.name !== "AbortError") say("This browser cannot play the recording.");
    }
  };

  const toggle = () => {
    stopAt_s = null;
    if (sound && sound.paused) play();
    else if (sound) sound.pause();
  };

  const playBetween = (start_s, end_s) => {
    seek(start_s);
    stopAt_s = end_s;
    play();
  };

  const say = (text) => {
    byId("said").textContent = text;
  };

  const hearPoint = (number) => {
    const point = data.points.find((each) => each.number === number);
    const card = byId(`point-${number}`);
    if (card) card.scrollIntoView({ block: "nearest" });
    lightPoint(number);
    if (point) playBetween(point.start_s, point.end_s + 0.15);
    else say(`Point ${number} was not heard.`);
  };

  const lightPoint = (number) => {
    for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
    for (const word of document.querySelectorAll(`.w[data-points~="${number}"]`)) word.classList.add("lit");
    const card = byId(`point-${number}`);
    if (card) card.classList.add("lit");
  };

  const showMark = (number) => {
    mark = number;
    for (const chosen of document.querySelectorAll(".chosen")) chosen.classList.remove("chosen");
    for (const element of document.querySelectorAll(`[data-mark="${number}"]`)) element.classList.add("chosen");
    const inText = byId("words").querySelector(`[data-mark="${number}"]`);
    if (inText) follow(inText);
    const { name, label, start_s } = data.marks[number - 1];
    tell("mark", `${number} of ${data.marks.length}`);
    say(`${name}: ${label}, at ${clock(start_s)}, ${number} of ${data.marks.length}`);
  };

  const step = (by) => {
    if (!data.marks.length) {
      say("There are no marks in this take.");
      return;
    }
    let number = mark + by;
    if (mark === 0) {
      const before = last(data.marks, (each) => each.start_s <= time_s);
      number = by > 0 ? before + 2 : before + 1;
      if (time_s === 0 && by > 0) number = 1;
    }
    number = Math.min(Math.max(number, 1), data.marks.length);
    const { start_s, end_s } = data.marks[number - 1];
    playBetween(Math.max(start_s - BEFORE_MARK_S, 0), end_s + AFTER_MARK_S);
    showMark(number);
  };

  const stepWord = (by) => {
    const at = now ? words.indexOf(now) : -1;
    let place = Math.min(Math.max(at + by, 0), words.length - 1);
    // Of words that begin together the last is shown: going back passes all of them.
    while (by < 0 && place > 0 && words[place].start_s + SAME_S >= now.start_s) place -= 1;
    const to = words[place];
    if (!to) return;
    seek(to.start_s);
    say(to.element.textContent.trim());
  };

  const zoom = (factor) => {
    const before = Number(timeline.dataset.zoom || 1);
    const after = Math.min(Math.max(before * factor, 1), LARGEST_ZOOM);
    timeline.dataset.zoom = after;
    timeline.style.width = `${100 * after}%`;
    scroller.scrollLeft = (time_s / data.duration_s) * timeline.offsetWidth - scroller.clientWidth / 2;
  };

  const openHelp = () => byId("help").showModal();

  // What a press does.
  document.addEventListener("click", (event) => {
    const at = event.target;
    const word = at.closest(".w");
    const seeks = at.closest("[data-seek]");
    const plays = at.closest("[data-play]");
    const tick = at.closest(".wave-mark, .pause");
    const card = at.closest("[data-point]");
    if (plays) {
      const [start_s, end_s] = plays.dataset.play.split(" ").map(Number);
      if (card) lightPoint(Number(card.dataset.point));
      playBetween(start_s, end_s + 0.15);
    } else if (seeks) {
      seek(Number(seeks.dataset.seek));
      play();
    } else if (tick && tick.dataset.mark) {
      mark = Number(tick.dataset.mark) - 1;
      step(1);
    } else if (word) {
      mark = 0;
      seek(Number(word.dataset.s));
      if (word.dataset.points) lightPoint(Number(word.dataset.points.split(" ")[0]));
    } else if (card && !at.closest("button, a, input, select, textarea, summary, form")) {
      lightPoint(Number(card.dataset.point));
    }
  });

  const seekToPointer = (event) => {
    const place = timeline.getBoundingClientRect();
    mark = 0;
    seek(((event.clientX - place.left) / place.width) * data.duration_s);
  };
  timeline.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest(".wave-mark")) return;
    timeline.setPointerCapture(event.pointerId);
    seekToPointer(event);
  });
  timeline.addEventListener("pointermove", (event) => {
    if (timeline.hasPointerCapture(event.pointerId)) seekToPointer(event);
  });

  const acts = {
    toggle,
    markOn: () => step(1),
    markBack: () => step(-1),
    zoomIn: () => zoom(2),
    zoomOut: () => zoom(0.5),
    help: openHelp,
  };
  for (const button of document.querySelectorAll("[data-act]")) {
    button.addEventListener("click", acts[button.dataset.act]);
  }
  if (byId("speed")) {
    byId("speed").addEventListener("change", (event) => {
      sound.playbackRate = Number(event.target.value);
    });
  }
  addEventListener("wheel", () => (scrolled_ms = Date.now()), { passive: true });
  addEventListener("touchmove", () => (scrolled_ms = Date.now()), { passive: true });

  // Keys: single letters can be turned off, for those who speak to their computer.
  const letters = byId("letters");
  const remembered = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // a page from disk may have no storage
    }
  };
  const remember = (name, value) => {
    try {
      localStorage.setItem(name, value);
    } catch {
      // it is kept for this page only
    }
  };
  letters.checked = remembered("letters") !== "off";
  letters.addEventListener("change", () => remember("letters", letters.checked ? "on" : "off"));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const at = event.target;
    if (event.key === "Escape" && at === byId("note")) at.blur(); // the keys are those of the page again
    if (at.closest("input, select, textarea, dialog")) return;
    const act = actionOf(event, at);
    if (act) {
      event.preventDefault();
      act();
    }
  });

  const actionOf = (event, at) => {
    if (event.key === " ") return at.closest("button, a, summary") ? null : toggle;
    if (event.key === "ArrowLeft") return event.shiftKey ? () => stepWord(-1) : () => seek(time_s - SEEK_S);
    if (event.key === "ArrowRight") return event.shiftKey ? () => stepWord(1) : () => seek(time_s + SEEK_S);
    if (at === timeline && event.key === "Home") return () => seek(0);
    if (at === timeline && event.key === "End") return () => seek(data.duration_s);
    if (!letters.checked) return null;
    if (/^[1-9]$/.test(event.key)) return () => hearPoint(Number(event.key));
    return { j: () => step(1), k: () => step(-1), "?": openHelp, n: writeNote, e: correctWord }[event.key] || null;
  };

  const writeNote = () => {
    const note = byId("note");
    if (note) note.focus();
  };

  const correctWord = () => {
    const word = now || words[0];
    if (word) document.dispatchEvent(new CustomEvent("rehearse-correct", { detail: word.element }));
  };

  document.addEventListener("rehearse-hear", (event) => {
    const { s, e } = event.detail.dataset;
    playBetween(Math.max(Number(s) - BEFORE_MARK_S, 0), Number(e) + AFTER_MARK_S);
  });

  if (sound) {
    const playing = (is) => {
      for (const button of document.querySelectorAll(".play")) {
        button.querySelector(".icon").textContent = is ? "❚❚" : "▶";
        button.querySelector(".label").textContent = is ? "Pause" : "Play";
      }
    };
    sound.addEventListener("play", () => {
      playing(true);
      requestAnimationFrame(eachFrame);
    });
    sound.addEventListener("pause", () => playing(false));
    sound.addEventListener("seeked", show);
    sound.addEventListener("timeupdate", show);
    // Once the recording is scrolled away, a small player stays at hand.
    new IntersectionObserver(([stage]) => {
      byId("dock").hidden = stage.isIntersecting || stage.boundingClientRect.top > 0;
    }).observe(byId("stage"));
    sound.addEventListener("error", () => say("This browser cannot play the recording."));
  }

  placeMarks(byId("wave"), data);
  drawAxis(byId("axis"), data.duration_s);
  const inline = byId("take-tracks");
  const ask = async (what) => {
    const answer = await fetch(`${timeline.dataset.address}/${what}`);
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  };
  const drawAll = async () => {
    if (inline) {
      const { peaks, voice } = JSON.parse(inline.textContent);
      drawWave(peaks);
      if (voice) drawVoice(data, voice);
    } else if (timeline.dataset.address) {
      drawWave(await ask("peaks"));
      drawVoice(data, await ask("voice"));
    }
  };
  drawAll().catch(() => {
    byId("lanes").textContent = "The sound of this take cannot be read.";
  });
  show();
})();
