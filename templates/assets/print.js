// The button that prints a page.
"use strict";

for (const button of document.querySelectorAll("button[data-print]")) button.addEventListener("click", () => print());
