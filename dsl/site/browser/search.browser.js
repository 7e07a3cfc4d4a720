// What pages have where scripts run: the search field, which fetches the list of images when somebody turns to it, and buttons that copy.
import MiniSearch from "minisearch";

const form = document.querySelector("form.search");
const field = form.querySelector("input");
const found = form.querySelector("#found");
const status = found.querySelector("[role=status]");
const root = form.dataset.root;
let index;

form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
field.addEventListener("focus", () => void images());
field.addEventListener("input", show);
form.addEventListener("keydown", move);

/** The index over all images, fetched once; a file server's answer is enough. */
function images() {
  index ??= fetch(`${root}search.json`)
    .then((answer) => answer.json())
    .then((rows) => {
      const made = new MiniSearch({
        fields: ["name", "description", "license", "provides"],
        storeFields: ["name", "version", "description"],
        searchOptions: {
          boost: { name: 4, provides: 2 },
          prefix: true,
          fuzzy: (term) => (term.length > 4 ? 0.2 : false),
          combineWith: "AND",
        },
      });
      made.addAll(
        rows.map(([name, version, description, license, provides], id) => ({
          id,
          name,
          version,
          description,
          license,
          provides,
        })),
      );
      return made;
    });
  return index;
}

async function show() {
  const words = field.value.trim();
  if (words === "") return close();
  const results = (await images().catch(() => undefined))?.search(words);
  if (field.value.trim() !== words) return;
  // A screen reader says the number alone: what was found is gone through by arrows.
  status.textContent = results === undefined ? "The list of images could not be fetched." : count(results.length);
  found.replaceChildren(status, list(results ?? []));
  found.classList.add("open");
}

function close() {
  status.textContent = "";
  found.replaceChildren(status);
  found.classList.remove("open");
}

function count(number) {
  if (number === 0) return "No image matches.";
  return number === 1 ? "1 image" : `${number} images${number > 12 ? ", the nearest 12" : ""}`;
}

function list(results) {
  const all = document.createElement("ul");
  for (const { name, version, description } of results.slice(0, 12)) {
    const link = Object.assign(document.createElement("a"), {
      href: `${root}images/${name}.html`,
      textContent: `${name} ${version}`,
    });
    link.append(Object.assign(document.createElement("span"), { textContent: description }));
    all.append(Object.assign(document.createElement("li"), {}));
    all.lastChild.append(link);
  }
  return results.length === 0 ? "" : all;
}

/** Arrows go through what was found; Escape closes it. */
function move(event) {
  const links = [...found.querySelectorAll("a")];
  if (event.key === "Escape") {
    close();
    field.focus();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || links.length === 0) return;
  event.preventDefault();
  const next = links.indexOf(document.activeElement) + step;
  (next < 0 ? field : links[Math.min(next, links.length - 1)]).focus();
}

for (const pre of navigator.clipboard ? document.querySelectorAll(".code pre") : []) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Copy" });
  button.setAttribute("aria-label", `Copy ${pre.textContent}`);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(pre.textContent);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  pre.after(button);
}
