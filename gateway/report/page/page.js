"use strict";
(() => {
  const $ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const form = $(".filters")[0];
  const search = document.getElementById("search");
  const rule = document.getElementById("rule");
  const stage = document.getElementById("stage");
  const shown = document.getElementById("shown");
  const language = () => (document.getElementById("lang-nb").checked ? "nb" : "en");

  // What is searched is gathered once: the findings' texts in both languages.
  const files = $(".file").map((file) => ({
    file,
    verdict: file.dataset.verdict,
    name: file.dataset.name.toLowerCase() + " " + $("summary", file)[0].textContent.toLowerCase(),
    findings: $(".finding", file).map((li) => ({ li, data: li.dataset, text: li.textContent.toLowerCase() })),
  }));

  const chosen = (kind) => new Set($(`[data-filter=${kind}]:checked`).map((box) => box.value));

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdicts = chosen("verdict");
    const severities = chosen("severity");
    const narrowed = rule.value || stage.value || severities.size < $("[data-filter=severity]").length;
    let count = 0;
    for (const { file, verdict, name, findings } of files) {
      let any = false;
      for (const { li, data, text } of findings) {
        const fits =
          (!rule.value || data.rule === rule.value) &&
          (!stage.value || data.stage === stage.value) &&
          severities.has(data.severity) &&
          words.every((word) => text.includes(word) || name.includes(word));
        li.hidden = !fits;
        any = any || fits;
      }
      const named = words.every((word) => name.includes(word));
      const fits = verdicts.has(verdict) && (any || (!narrowed && named));
      file.hidden = !fits;
      count += fits ? 1 : 0;
    }
    const text = language() === "nb" ? shown.dataset.nb : shown.dataset.en;
    shown.textContent = text.replace("{n}", count).replace("{all}", files.length);
  }

  function speak() {
    document.documentElement.lang = language();
    for (const option of $("option[data-en]")) option.textContent = option.dataset[language()];
    filter();
  }

  function remember() {
    try { localStorage.setItem("cimgate-report-language", language()); } catch { /* a page from a file may have no memory */ }
    speak();
  }

  try {
    const before = localStorage.getItem("cimgate-report-language");
    if (before === "en" || before === "nb") document.getElementById("lang-" + before).checked = true;
  } catch { /* as above */ }

  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  for (const radio of $("[name=lang]")) radio.addEventListener("change", remember);
  const fold = (open) => { for (const { file } of files) if (!file.hidden) file.open = open; };
  document.getElementById("unfold").addEventListener("click", () => fold(true));
  document.getElementById("fold").addEventListener("click", () => fold(false));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    event.preventDefault();
    search.focus();
  });

  // A rule in the table becomes a button that shows its findings.
  for (const name of $(".pick")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name.textContent;
    button.addEventListener("click", () => {
      form.reset();
      rule.value = name.dataset.rule;
      filter();
      fold(true);
      document.getElementById("files").focus();
    });
    name.replaceChildren(button);
  }

  // For printing everything that is shown is folded out, where the browser cannot do it by style.
  let folded = [];
  addEventListener("beforeprint", () => { folded = files.filter(({ file }) => !file.open); for (const { file } of folded) file.open = true; });
  addEventListener("afterprint", () => { for (const { file } of folded) file.open = false; });
  speak();
})();
