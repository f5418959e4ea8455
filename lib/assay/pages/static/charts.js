/* Draws each chart when it comes into view. The table stands there until it is drawn. */
(function () {
  "use strict";

  var here = document.currentScript.src;
  var loading = null;
  var drawn = [];

  function plotly() {
    loading = loading || new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = here.replace(/charts\.js$/, "plotly.min.js");
      script.onload = function () { resolve(window.Plotly); };
      script.onerror = reject;
      document.head.appendChild(script);
    });
    return loading;
  }

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  /* Ink, grid and paper follow the page's theme; the colours of the data are the chart's own. */
  function themed(layout) {
    var ink = colour("--ink");
    var line = colour("--line");
    var paper = colour("--paper");
    var made = Object.assign({}, layout, {
      autosize: true,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: Object.assign({}, layout.font, { color: ink, family: colour("--sans") }),
      hoverlabel: Object.assign({}, layout.hoverlabel, {
        bgcolor: paper, bordercolor: ink, font: { color: ink }
      })
    });
    Object.keys(layout).concat("xaxis", "yaxis").forEach(function (key) {
      if (/^[xy]axis\d*$/.test(key)) {
        made[key] = Object.assign({}, layout[key], {
          gridcolor: line, linecolor: ink, tickcolor: line, zerolinecolor: colour("--soft")
        });
      }
    });
    return made;
  }

  /* The policy refuses style attributes, which is how plotly writes bold; CSSOM may say the same. */
  function restyle(target) {
    target.querySelectorAll("tspan[style]").forEach(function (word) {
      word.style.cssText = word.getAttribute("style");
    });
  }

  function draw(figure) {
    var raw = JSON.parse(figure.querySelector("script.figure").textContent);
    var target = figure.querySelector(".drawing");
    if (!raw.data.length && !(raw.layout.shapes || []).length) {
      figure.dataset.drawn = "nothing"; /* nothing was measured: the table says so */
      return Promise.resolve();
    }
    return plotly().then(function (Plotly) {
      target.hidden = false;
      return Plotly.newPlot(target, raw.data, themed(raw.layout), {
        displayModeBar: false, responsive: true, showTips: false
      });
    }).then(function () {
      restyle(target);
      target.on("plotly_afterplot", function () { restyle(target); });
      figure.querySelector("details.numbers").open = false;
      figure.dataset.drawn = "yes";
      drawn.push({ target: target, raw: raw });
    }).catch(function () {
      target.hidden = true; /* the table stays */
      figure.dataset.drawn = "no";
    });
  }

  var charts = document.querySelectorAll("figure.chart");
  if (!("IntersectionObserver" in window)) {
    charts.forEach(draw);
    return;
  }
  var watcher = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (entry.isIntersecting) {
        watcher.unobserve(entry.target);
        draw(entry.target);
      }
    });
  }, { rootMargin: "200px" });
  charts.forEach(function (figure) { watcher.observe(figure); });

  /* Dark, light, paper: ink and room are another, so each chart is drawn again. On paper there is
     no scrolling either: what has not been seen is drawn too, once the script is there. */
  ["(prefers-color-scheme: dark)", "print"].forEach(function (medium) {
    window.matchMedia(medium).addEventListener("change", function (event) {
      drawn.forEach(function (chart) {
        window.Plotly.react(chart.target, chart.raw.data, themed(chart.raw.layout));
      });
      if (medium === "print" && event.matches && window.Plotly) {
        document.querySelectorAll("figure.chart:not([data-drawn])").forEach(draw);
      }
    });
  });
})();
