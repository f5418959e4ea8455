/* Extras of a page that is whole without them: proofs beside their number, buttons that copy. */
(function () {
  "use strict";

  var card = document.createElement("div");
  if ("popover" in card) {
    card.className = "says-who";
    card.setAttribute("popover", "auto");
    card.setAttribute("role", "dialog");
    card.setAttribute("aria-label", "Where this number is from");
    document.body.appendChild(card);

    document.addEventListener("click", function (event) {
      var link = event.target.closest("a.says");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      var entry = document.getElementById(link.hash.slice(1));
      if (!entry) { return; }
      event.preventDefault();
      show(link, entry);
    });
  }

  function show(link, entry) {
    card.textContent = "";
    Array.prototype.forEach.call(entry.children, function (part) {
      card.appendChild(part.cloneNode(true));
    });
    var all = document.createElement("a");
    all.href = link.hash;
    all.textContent = "In the list of all numbers";
    all.addEventListener("click", function () { card.hidePopover(); });
    card.appendChild(all);
    card.showPopover();
    var box = link.getBoundingClientRect();
    var left = Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 16);
    card.style.left = Math.max(16, left) + window.scrollX + "px";
    card.style.top = box.bottom + 8 + window.scrollY + "px";
    all.focus({ preventScroll: true });
    card.ontoggle = function (event) {
      if (event.newState === "closed") { link.focus({ preventScroll: true }); }
    };
  }

  if (navigator.clipboard) {
    var draft = document.querySelector(".status.draft, .status.review");
    var mark = draft ? " [" + draft.textContent.split(".")[0].trim() + "]" : "";
    document.querySelectorAll("p.copy").forEach(function (text) {
      var button = document.createElement("button");
      button.className = "copy-button";
      button.type = "button";
      button.textContent = "Copy";
      var heading = text.previousElementSibling;
      button.setAttribute("aria-label", "Copy: " + (heading ? heading.textContent : "this text"));
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(text.innerText.trim() + mark).then(function () {
          button.textContent = "Copied";
        });
      });
      text.after(button);
    });
  }
})();
