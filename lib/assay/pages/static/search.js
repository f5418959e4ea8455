/* Finds claims in the index of this edition as `assay find` does: numbers with their unit, then
   words. The words for units come with the index. Nothing is sent anywhere. */
(function () {
  "use strict";

  var box = document.getElementById("search");
  var list = document.getElementById("found");
  var hint = document.getElementById("hint");
  var first = Array.prototype.slice.call(hint.childNodes);
  var known = window.assayWords;
  var index = window.assayIndex;

  var scales = lookup(known.scales);
  var currencies = lookup(known.currencies);
  var masses = lookup(known.masses);
  var percents = known.percents;
  var ignored = known.stop.concat(Object.keys(scales), Object.keys(currencies),
    Object.keys(masses), percents, ["per", "cent", "times"]);

  var NUMBER = "\\d{1,3}(?:[ \\u00a0\\u202f,]\\d{3})+(?:\\.\\d+)?|\\d+(?:[.,]\\d+)?";
  var WORD = "per cent|[$€£%]|us\\$|\\p{L}+";
  var AMOUNT = new RegExp(
    "(us\\$|[$€£])?\\s?(?<![\\p{L}\\d.])(" + NUMBER + ")(?:[\\s-]?(" + WORD + "))?\\.?(?:[\\s-]?(" +
    WORD + "))?", "giu");

  var MONTH = "(?:" + known.months.join("|") + ")";
  var DAY = new RegExp("\\b\\d{1,2}\\s" + MONTH + "\\b(?:\\s\\d{4})?|\\b" + MONTH +
    "\\s\\d{1,2}\\b(?:,?\\s\\d{4})?", "giu");

  function lookup(table) {
    var found = {};
    Object.keys(table).forEach(function (meaning) {
      table[meaning].forEach(function (word) { found[word] = meaning; });
    });
    return found;
  }

  function amounts(text) {
    var found = [];
    var match;
    text = text.replace(DAY, " ");
    AMOUNT.lastIndex = 0;
    while ((match = AMOUNT.exec(text))) { found.push(amount(match)); }
    var plain = text.toLowerCase();
    Object.keys(known.parts).forEach(function (words) {
      if (new RegExp("\\b" + words + "\\b").test(plain)) {
        found.push({ value: known.parts[words], base: "percent" });
      }
    });
    Object.keys(known.multiples).forEach(function (words) {
      if (new RegExp("\\b" + words + "\\b").test(plain)) {
        found.push({ value: known.multiples[words], base: "ratio" });
      }
    });
    return found;
  }

  function amount(match) {
    var digits = match[2].replace(/[ \u00a0\u202f,](?=\d{3}(?!\d))/g, "").replace(",", ".");
    var value = Number(digits);
    var before = (match[1] || "").toLowerCase();
    var next = (match[3] || "").toLowerCase();
    var last = (match[4] || "").toLowerCase();
    if (next in scales) { value *= Number(scales[next]); next = last; }
    if (next in currencies) { return { value: value, base: currencies[next] }; }
    if (before in currencies) { return { value: value, base: currencies[before] }; }
    if (next in masses) { return { value: value * Number(masses[next]), base: "t" }; }
    if (next === "times") { return { value: value, base: "ratio" }; }
    if (next === "per cent" || percents.indexOf(next) >= 0) { return { value: value, base: "percent" }; }
    return { value: value, base: "" };
  }

  function words(text) {
    var plain = text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
    return (plain.match(/\p{L}{2,}/gu) || []).filter(function (word) {
      return ignored.indexOf(word) < 0;
    });
  }

  function likeness(asked, said) {
    if (asked.base && said.base && asked.base !== said.base) { return 0; }
    var apart = Math.abs(asked.value - said.value) / Math.abs(said.value || 1);
    if (apart <= 0.005) { return asked.base && !said.base ? 0.6 : 1; }
    if (apart <= 0.1) { return 0.4; }
    return !asked.base && String(said.said).split(" ")[0] === String(asked.value) ? 0.8 : 0;
  }

  /* Twice the letters two words share in order, by their letters in all: `assay find` asks 0.85. */
  function alike(one, other) {
    var most = 2 * Math.min(one.length, other.length) / (one.length + other.length);
    if (most < 0.85) { return false; }
    var before = new Array(other.length + 1).fill(0);
    for (var i = 0; i < one.length; i += 1) {
      var now = [0];
      for (var j = 0; j < other.length; j += 1) {
        now.push(one[i] === other[j] ? before[j] + 1 : Math.max(now[j], before[j + 1]));
      }
      before = now;
    }
    return 2 * before[other.length] / (one.length + other.length) >= 0.85;
  }

  function score(entry, figures, asked) {
    var number = 0;
    figures.forEach(function (figure) {
      entry.numbers.forEach(function (said) { number = Math.max(number, likeness(figure, said)); });
    });
    var shared = asked.filter(function (word) {
      return entry.words.some(function (other) {
        return other === word || alike(word, other) || (word.length > 3 && (other.startsWith(word) || word.startsWith(other) && other.length > 4));
      });
    });
    var share = asked.length ? shared.length / asked.length : 0;
    var enough = figures.length ? number > 0 : share >= 0.5;
    return enough || share > 0.5 ? 2 * number + share : 0;
  }

  function row(entry) {
    var item = document.createElement("li");
    var who = entry.speaker + (entry.said ? ", " + entry.said : "");
    [["ask", entry.title], ["who", who], ["verdict-word", entry.verdict]].forEach(function (part) {
      var line = document.createElement("p");
      line.className = part[0];
      if (part[0] === "ask" && entry.path) {
        var link = document.createElement("a");
        link.href = box.dataset.root + entry.path;
        link.textContent = part[1];
        line.appendChild(link);
      } else {
        line.textContent = part[1];
      }
      item.appendChild(line);
    });
    return item;
  }

  function search() {
    var figures = amounts(box.value);
    var asked = words(box.value);
    list.replaceChildren();
    if (!asked.length && !figures.length) {
      list.hidden = true;
      hint.replaceChildren.apply(hint, first);
      return;
    }
    var found = index.map(function (entry) {
      return { entry: entry, score: score(entry, figures, asked) };
    }).filter(function (hit) { return hit.score > 0; });
    found.sort(function (a, b) {
      return b.score - a.score || (a.entry.claim_id < b.entry.claim_id ? -1 : 1);
    });
    found.slice(0, 12).forEach(function (hit) { list.appendChild(row(hit.entry)); });
    list.hidden = found.length === 0;
    hint.textContent = found.length === 0
      ? "We have not filed a claim like this. That says nothing about whether it is right."
      : found.length === 1 ? "One claim." : found.length + " claims, the closest first.";
  }

  box.addEventListener("input", search);
  if (box.value) { search(); }
})();
