/* Finds claims in the index of this edition: words by prefix, numbers by value. Nothing is sent. */
(function () {
  "use strict";

  var box = document.getElementById("search");
  var list = document.getElementById("found");
  var hint = document.getElementById("hint");
  var first = hint.innerHTML;
  var index = (window.assayIndex || []).map(function (entry) {
    return {
      entry: entry,
      words: words(entry.title + " " + entry.who + " " + entry.text + " " + entry.id),
      numbers: numbers(entry.title + " " + entry.text).concat(entry.values.map(Number))
    };
  });

  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }

  function words(text) { return fold(text).match(/\p{L}{2,}/gu) || []; }

  /* 350, 350.0, 1,200 and "1 200" are the numbers they look like; 3,5 is three and a half. */
  function numbers(text) {
    return (text.match(/\d[\d.,\u00a0\u202f]*/g) || []).map(function (token) {
      var plain = token.replace(/[\u00a0\u202f]/g, "").replace(/[.,]$/, "");
      plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replace(/,/g, "") : plain.replace(",", ".");
      return Number(plain);
    }).filter(isFinite);
  }

  function score(item, asked, figures) {
    var total = 0;
    asked.forEach(function (word) {
      var whole = item.words.indexOf(word) >= 0;
      var part = word.length > 2 && item.words.some(function (known) { return known.startsWith(word); });
      total += whole ? 2 : part ? 1 : 0;
    });
    figures.forEach(function (figure) {
      var exact = item.numbers.indexOf(figure) >= 0;
      var near = item.numbers.some(function (known) {
        return known && Math.abs(known - figure) <= Math.abs(known) * 0.05;
      });
      total += exact ? 6 : near ? 3 : 0;
    });
    return total;
  }

  function row(entry) {
    var item = document.createElement("li");
    [["ask", entry.title], ["who", entry.who], ["verdict-word", entry.verdict]].forEach(function (part) {
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
    var asked = words(box.value);
    var figures = numbers(box.value);
    list.textContent = "";
    if (!asked.length && !figures.length) {
      list.hidden = true;
      hint.innerHTML = first;
      return;
    }
    var least = Math.min(6, Math.max(2, asked.length));
    var found = index.map(function (item) {
      return { entry: item.entry, score: score(item, asked, figures) };
    }).filter(function (hit) { return hit.score >= least; });
    found.sort(function (a, b) { return b.score - a.score || (a.entry.id < b.entry.id ? -1 : 1); });
    found.slice(0, 12).forEach(function (hit) { list.appendChild(row(hit.entry)); });
    list.hidden = found.length === 0;
    hint.textContent = found.length === 0
      ? "We have not filed a claim like this. That says nothing about whether it is right."
      : found.length === 1 ? "One claim." : found.length + " claims; the closest first.";
  }

  box.addEventListener("input", search);
  if (box.value) { search(); }
})();
