"use strict";
// Looks on while a journal is updated. Without it the page is loaded again every few seconds.
(() => {
  const step = document.getElementById("step");
  const pupils = document.getElementById("pupils");
  const bar = document.getElementById("progress");
  const source = new EventSource(step.dataset.events);
  source.addEventListener("progress", (event) => {
    const told = JSON.parse(event.data);
    // Only the step is read out: whoever listens is not told of every count.
    if (step.textContent !== told.text) step.textContent = told.text;
    pupils.textContent = told.pupils;
    bar.value = told.step;
  });
  source.addEventListener("over", () => {
    source.close();
    location.reload();
  });
  source.addEventListener("error", () => {
    // A stream that was only cut is opened again by the browser itself; this one was refused, because no place is free.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), step.dataset.reload * 1000);
  });
})();
