// Two takes side by side: a quote plays in its own take, and the other falls silent.
"use strict";
(() => {
  let end = null;
  document.addEventListener("click", (event) => {
    const quote = event.target.closest("[data-play]");
    const word = event.target.closest(".w");
    const sides = [...document.querySelectorAll("audio")];
    if (quote) {
      const sound = document.getElementById(quote.dataset.sound);
      const [start_s, end_s] = quote.dataset.play.split(" ").map(Number);
      for (const other of sides) other.pause();
      sound.currentTime = start_s;
      end = { sound, end_s: end_s + 0.15 };
      sound.play();
    } else if (word) {
      const sound = word.closest(".sides > div").querySelector("audio");
      end = null;
      if (sound) sound.currentTime = Number(word.dataset.s);
    }
  });
  for (const sound of document.querySelectorAll("audio")) {
    sound.addEventListener("timeupdate", () => {
      if (end && end.sound === sound && sound.currentTime >= end.end_s) {
        end = null;
        sound.pause();
      }
    });
  }
})();
