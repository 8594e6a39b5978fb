// On every page: tells the server that somebody is looking, so that it ends once nobody is.
"use strict";
(() => {
  const EVERY_MS = 30000;
  const ended = document.getElementById("ended");
  const tell = async () => {
    try {
      await fetch("/presence", { method: "POST" });
      ended.hidden = true;
    } catch {
      ended.hidden = false;
    }
  };
  setInterval(tell, EVERY_MS);
  document.addEventListener("visibilitychange", () => document.hidden || tell());
  // What is newest stands at the right, which a narrow window would hide.
  for (const wide of document.querySelectorAll(".from-the-end")) wide.scrollLeft = wide.scrollWidth;
})();
