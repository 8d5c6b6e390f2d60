/* The summary of errors, when there is one, is what a reader is told first. */
document.querySelector("[data-focus]")?.focus();
