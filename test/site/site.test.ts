import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defs, repository } from "../support/compiler.js";
import { serve } from "./server.js";

/** Kept as the run's artefacts: somebody has to look at them. */
const screenshots = join(repository, "test/site/screenshots");
const folder = mkdtempSync(join(tmpdir(), "stagex-site-"));
const pages = ["index.html", "core.html", "images/core-zlib.html", "chain.html"] as const;
const others = ["policy.html", "releases.html", "languages.html", "bootstrap.html", "images/bootstrap-stage1.html"];
const desk = { viewport: { width: 1280, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
/** Bytes of a page with all that it loads by itself. */
const budget = 150_000;

let browser: Browser;
let server: Server;
let address = "";

beforeAll(async () => {
  const made = await defs(repository, ["site", "--to", folder]);
  expect(made.stderr).toBe("");
  ({ server, address } = await serve(folder));
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"],
  });
  mkdirSync(screenshots, { recursive: true });
});

afterAll(async () => {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page; says what it loaded, what went wrong in it, and whom it asked beside its own server. */
async function open(path: string, how: BrowserContextOptions) {
  const context = await browser.newContext(how);
  const page = await context.newPage();
  const [wrong, foreign, sizes]: [string[], string[], number[]] = [[], [], []];
  page.on("console", (message) => void (["error", "warning"].includes(message.type()) && wrong.push(message.text())));
  page.on("pageerror", (error) => void wrong.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(`${address}/`) && !request.url().startsWith("data:")) foreign.push(request.url());
  });
  page.on("response", (response) => {
    if (!response.ok()) wrong.push(`${response.status()} ${response.url()}`);
    const file = join(folder, new URL(response.url()).pathname);
    if (response.url().startsWith(address)) sizes.push(readFileSync(file).length);
  });
  await page.goto(`${address}/${path}`, { waitUntil: "load" });
  return { page, context, wrong, foreign, bytes: () => sizes.reduce((sum, size) => sum + size, 0) };
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}

/** Run in the browser: what of the rules on elements (RFC 4287, sections 4.1.1 and 4.1.2) each text breaks. */
const faultsOfFeeds = `(texts) => texts.flatMap((text, number) => {
  const feed = new DOMParser().parseFromString(text, "application/xml").documentElement;
  const own = (parent, name) => [...parent.children].filter((child) => child.localName === name);
  const faults = [];
  if (feed.localName !== "feed" || feed.namespaceURI !== "http://www.w3.org/2005/Atom") faults.push("no feed: " + feed.textContent);
  for (const part of [feed, ...own(feed, "entry")]) {
    for (const name of ["id", "title", "updated"]) if (own(part, name).length !== 1) faults.push("not one " + name);
    if (!/^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$/.test(own(part, "updated")[0]?.textContent)) faults.push("no time");
    if (!own(part, "link").some((link) => (link.getAttribute("rel") ?? "alternate") === "alternate")) faults.push("no link");
  }
  const ids = own(feed, "entry").map((entry) => own(entry, "id")[0]?.textContent);
  if (new Set(ids).size !== ids.length) faults.push("an id twice");
  return faults.map((fault) => number + ": " + fault);
})`;

describe.each([
  ["desk", "light", desk],
  ["desk", "dark", desk],
  ["phone", "light", phone],
  ["phone", "dark", phone],
] as const)("on a %s, %s,", (device, colorScheme, how) => {
  test.each(pages)("%s is accessible, quiet, small and by itself", async (path) => {
    const { page, context, wrong, foreign, bytes } = await open(path, { ...how, colorScheme });
    expect(await violations(page)).toEqual([]);
    expect(wrong).toEqual([]);
    expect(foreign).toEqual([]);
    expect(bytes()).toBeLessThan(budget);
    expect(
      await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
    ).toBeLessThanOrEqual(0);
    const name = path.replace(/^.*\//, "").replace(".html", "");
    await page.screenshot({ path: join(screenshots, `${name}-${device}-${colorScheme}.png`), fullPage: true });
    await context.close();
  });
});

test.each(others)("%s is accessible, quiet and small, too", async (path) => {
  const { page, context, wrong, foreign, bytes } = await open(path, { ...desk, colorScheme: "light" });
  expect([await violations(page), wrong, foreign]).toEqual([[], [], []]);
  expect(bytes()).toBeLessThan(budget);
  await context.close();
});

test("the search finds by keys alone, and the way back is Escape", async () => {
  const { page, context, wrong } = await open("images/core-zlib.html", desk);
  await page.getByLabel("Search images").focus();
  await page.keyboard.type("compres");
  await page
    .getByRole("link", { name: /core-zlib/ })
    .first()
    .waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  expect(await page.locator("#found a").count()).toBe(0);
  await page.keyboard.type("compression");
  await page.locator("#found a").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/images\/[a-z]+-[a-z0-9-]+\.html$/);
  expect(wrong).toEqual([]);
  await context.close();
});

test("a page works without scripts, the search apart", async () => {
  const { page, context } = await open("index.html", { ...desk, javaScriptEnabled: false });
  expect(await page.locator("form.search").isVisible()).toBe(false);
  expect(await page.locator("button").count()).toBe(0);
  await page.getByRole("link", { name: /^core \d+ images/ }).click();
  await page.getByRole("link", { name: "zlib", exact: true }).click();
  await page.locator("svg a", { hasText: "core-filesystem" }).click();
  expect(page.url()).toContain("images/core-filesystem.html");
  await context.close();
});

test("a line is copied by one press, and the button says so", async () => {
  const { page, context, wrong } = await open("images/core-zlib.html", desk);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const button = page.getByRole("button", { name: /^Copy COPY --from=.*@sha256:/ });
  await button.focus();
  await page.keyboard.press("Enter");
  await page.getByText("Copied", { exact: true }).waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toMatch(/^COPY --from=\S+@sha256:[0-9a-f]{64} \. \/$/);
  expect(wrong).toEqual([]);
  await context.close();
});

test("every feed is what RFC 4287 asks for", async () => {
  const { page, context } = await open("index.html", desk);
  const feeds = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".xml"));
  expect(feeds.length).toBeGreaterThan(70);
  const texts = feeds.map((file) => readFileSync(join(folder, file), "utf8"));
  const wrong = await page.evaluate(`(${faultsOfFeeds})(${JSON.stringify(texts)})`);
  expect(wrong).toEqual([]);
  await context.close();
});

test("the first key leads past the head of a page", async () => {
  const { page, context } = await open("index.html", desk);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  expect(await page.evaluate("document.activeElement.id")).toBe("content");
  await context.close();
});

test("no link of any page leads nowhere", () => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const broken = files
    .filter((file) => file.endsWith(".html"))
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      return [...text.matchAll(/\b(?:href|src)="(?!https?:|data:)([^"#]*)(?:#([^"]*))?"/g)]
        .filter(([, path, place]) => {
          const target = path === "" ? file : normalize(join(dirname(file), path!));
          if (!files.includes(target)) return true;
          return place !== undefined && !readFileSync(join(folder, target), "utf8").includes(`id="${place}"`);
        })
        .map(([link]) => `${file}: ${link}`);
    });
  expect(broken).toEqual([]);
});
