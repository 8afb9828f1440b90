// A document on its own page: bring the quoted passage into view.
document.querySelector(".quoted")?.scrollIntoView({ block: "center" });
