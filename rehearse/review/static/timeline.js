// Draws a take along its time axis: waveform, marks, and the lanes of pace, pitch and loudness.
"use strict";
const rehearseTimeline = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const ROW_S = 5;
  const COMFORTABLE_WPM = [120, 160];
  const NICE_TICKS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600];

  const clock = (s) => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, "0")}`;

  const element = (parent, name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  };

  // A drawing whose x is time, stretched over the whole width; strokes keep their thickness.
  const drawing = (parent, width, height) => {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    parent.append(svg);
    return svg;
  };

  const path = (svg, className, d) => {
    const made = document.createElementNS(SVG, "path");
    made.setAttribute("class", className);
    made.setAttribute("d", d);
    svg.append(made);
    return made;
  };

  const drawWave = (peaks) => {
    const wave = document.getElementById("wave");
    const loudest = Math.max(...peaks, 1);
    const svg = drawing(wave, peaks.length, 100);
    const top = peaks.map((peak, x) => `${x} ${(50 - (48 * peak) / loudest - 0.7).toFixed(1)}`);
    const bottom = peaks.map((peak, x) => `${x} ${(50 + (48 * peak) / loudest + 0.7).toFixed(1)}`).reverse();
    if (peaks.length) path(svg, "wave-shape", `M${top.join("L")}L${bottom.join("L")}Z`);
  };

  const placeMarks = (wave, data, seek) => {
    const row = element(wave, "div", "wave-marks");
    const at = (s) => `${(100 * s) / data.duration_s}%`;
    for (const point of data.points) {
      const bar = element(row, "span", "wave-point", String(point.number));
      bar.style.left = at(point.start_s);
      bar.style.width = at(point.end_s - point.start_s);
    }
    for (const mark of data.marks) {
      const tick = element(row, "span", `wave-mark ${mark.kind}`);
      tick.dataset.mark = mark.number;
      tick.title = `${mark.name}: ${mark.label}, ${clock(mark.start_s)}`;
      tick.style.left = at(mark.start_s);
      tick.style.width = at(mark.end_s - mark.start_s);
    }
  };

  const lane = (lanes, name, low, high) => {
    const row = element(lanes, "div", "lane");
    const label = element(row, "p", "lane-name", name);
    label.setAttribute("aria-hidden", "true");
    element(row, "span", "lane-high", high).setAttribute("aria-hidden", "true");
    element(row, "span", "lane-low", low).setAttribute("aria-hidden", "true");
    return row;
  };

  const scaled = (value, low, high) => 100 - (100 * (value - low)) / (high - low || 1);

  const drawPace = (lanes, data) => {
    if (!data.pace.length) {
      const row = lane(lanes, "Pace", "", "");
      element(row, "p", "lane-none", "Pace over time is told for answers of 40 seconds and more.");
      return;
    }
    const rates = data.pace.map((window) => window.speech_rate_wpm);
    const low = Math.min(...rates, 100);
    const high = Math.max(...rates, 180);
    const row = lane(lanes, "Pace, wpm", low.toFixed(0), high.toFixed(0));
    const svg = drawing(row, data.duration_s, 100);
    const [slow, fast] = COMFORTABLE_WPM.map((rate) => scaled(rate, low, high));
    path(svg, "lane-band", `M0 ${fast}H${data.duration_s}V${slow}H0Z`);
    const middles = data.pace.map((window) => (window.start_s + window.end_s) / 2);
    path(svg, "lane-line", `M${rates.map((rate, i) => `${middles[i].toFixed(2)} ${scaled(rate, low, high).toFixed(1)}`).join("L")}`);
  };

  const drawPitch = (lanes, data, voice) => {
    const voiced = voice.pitch_hz.filter((hz) => hz !== null);
    if (!voiced.length) return;
    const sorted = [...voiced].sort((one, other) => one - other);
    const low = sorted[Math.floor(sorted.length * 0.02)];
    const high = sorted[Math.floor(sorted.length * 0.98)];
    const row = lane(lanes, "Pitch, Hz", low.toFixed(0), high.toFixed(0));
    const svg = drawing(row, voice.pitch_hz.length, 100);
    const within = (hz) => Math.min(Math.max(hz, low), high);
    const middle = sorted[Math.floor(sorted.length / 2)];
    path(svg, "lane-middle", `M0 ${scaled(middle, low, high)}H${voice.pitch_hz.length}`);
    let d = "";
    voice.pitch_hz.forEach((hz, x) => {
      if (hz === null) return;
      const y = scaled(Math.log(within(hz)), Math.log(low), Math.log(high)).toFixed(1);
      d += voice.pitch_hz[x - 1] == null ? `M${x} ${y}h.5` : `L${x} ${y}`;
    });
    path(svg, "lane-line", d);
  };

  const drawLoudness = (lanes, voice) => {
    if (!voice.level_db.length) return;
    const low = Math.max(Math.min(...voice.level_db), -60);
    const high = Math.max(...voice.level_db, low + 1);
    const row = lane(lanes, "Loudness, dB", low.toFixed(0), high.toFixed(0));
    const svg = drawing(row, voice.level_db.length, 100);
    const tops = voice.level_db.map((db, x) => `${x} ${scaled(Math.max(db, low), low, high).toFixed(1)}`);
    path(svg, "lane-area", `M0 100L${tops.join("L")}L${voice.level_db.length - 1} 100Z`);
  };

  const drawAxis = (axis, duration_s) => {
    const step_s = NICE_TICKS_S.find((tick) => duration_s / tick <= 12) || 1200;
    for (let s = 0; s < duration_s; s += step_s) {
      const tick = element(axis, "span", "tick", clock(s));
      tick.style.left = `${(100 * s) / duration_s}%`;
    }
  };

  const median = (numbers) => {
    const sorted = numbers.filter((value) => value !== null).sort((one, other) => one - other);
    return sorted.length ? sorted[Math.floor(sorted.length / 2)].toFixed(0) : "–";
  };

  const fillTable = (data, voice) => {
    const rows = document.getElementById("over-time-rows");
    const between = (values, from, to) =>
      values.slice(Math.floor((from * values.length) / data.duration_s), Math.ceil((to * values.length) / data.duration_s));
    for (let from = 0; from < data.duration_s; from += ROW_S) {
      const to = Math.min(from + ROW_S, data.duration_s);
      const row = element(rows, "tr");
      const window = data.pace.find((each) => (each.start_s + each.end_s) / 2 >= from && (each.start_s + each.end_s) / 2 < to);
      element(row, "td", "n", clock(from));
      element(row, "td", "n", window ? window.speech_rate_wpm.toFixed(0) : "–");
      element(row, "td", "n", median(between(voice.pitch_hz, from, to)));
      element(row, "td", "n", median(between(voice.level_db, from, to)));
    }
    document.getElementById("over-time").hidden = false;
  };

  const drawVoice = (data, voice) => {
    const lanes = document.getElementById("lanes");
    lanes.replaceChildren();
    drawPace(lanes, data);
    drawPitch(lanes, data, voice);
    drawLoudness(lanes, voice);
    fillTable(data, voice);
  };

  return { clock, drawAxis, drawVoice, drawWave, placeMarks };
})();
