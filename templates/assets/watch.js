"use strict";
// Looks on while a journal is updated. Without it the page is loaded again every few seconds.
(() => {
  const step = document.getElementById("step");
  const bar = document.getElementById("progress");
  const source = new EventSource(step.dataset.events);
  source.addEventListener("progress", (event) => {
    const told = JSON.parse(event.data);
    step.textContent = told.text;
    bar.value = told.step;
  });
  source.addEventListener("over", () => {
    source.close();
    location.reload();
  });
  source.addEventListener("error", () => {
    // A stream that was only cut is opened again by the browser itself.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 5000);
  });
})();
