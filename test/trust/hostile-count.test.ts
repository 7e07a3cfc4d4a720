import { expect, test } from "vitest";
import { hostileFiles } from "./hostile-files.js";
import { hostileMessages } from "./hostile-messages.js";
import { hostileLogs, hostileReleases } from "./hostile-releases.js";

test("there are more than two hundred hostile cases, each of its own", () => {
  const titles = [...hostileMessages, ...hostileFiles, ...hostileReleases, ...hostileLogs].map(([title]) => title);
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles.length).toBeGreaterThanOrEqual(300);
});
