import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { start, type Running } from "../../../dsl/load/run.js";
import { watch } from "../../../dsl/load/watch.js";

/** Uses a tenth of a second of processor time. */
const work = `const used = () => process.cpuUsage().user + process.cpuUsage().system;
const work = () => { const begin = used(); while (used() - begin < 100_000); };\n`;

function startNode(text: string): Running {
  const child = start(process.execPath, ["-e", work + text]);
  onTestFinished(() => child.kill());
  return child;
}

test("a process that works without end is ended by its processor time", async () => {
  const child = startNode("for (;;) work();");
  const watched = watch(child, { processorMs: 300, clockMs: 60_000 });
  expect(await child.ended).toMatchObject({ exitCode: null });
  expect(watched.stop()).toBe(300);
});

test("time in which a process cannot work does not count as processor time", async () => {
  const child = startNode("work(); console.log('done');");
  const watched = watch(child, { processorMs: 1_500, clockMs: 60_000 });
  process.kill(child.pid!, "SIGSTOP");
  await sleep(2_000);
  process.kill(child.pid!, "SIGCONT");
  expect(await child.ended).toMatchObject({ exitCode: 0, stdout: "done\n" });
  expect(watched.stop()).toBeUndefined();
});

test("a process that waits for ever is ended by the clock", async () => {
  const child = startNode("setInterval(() => {}, 1_000);");
  const watched = watch(child, { processorMs: 60_000, clockMs: 300 });
  expect(await child.ended).toMatchObject({ exitCode: null });
  expect(watched.stop()).toBe(300);
});

test("a process that cannot even work is ended by the clock", async () => {
  const child = startNode("");
  process.kill(child.pid!, "SIGSTOP");
  const watched = watch(child, { processorMs: 60_000, clockMs: 300 });
  expect(await child.ended).toMatchObject({ exitCode: null });
  expect(watched.stop()).toBe(300);
});

test("the time begins anew whenever the process writes something", async () => {
  const child = startNode("for (let turn = 0; turn < 20; turn++) { work(); require('node:fs').writeSync(1, '.'); }");
  const watched = watch(child, { processorMs: 1_000, clockMs: 60_000 });
  expect(await child.ended).toMatchObject({ exitCode: 0, stdout: ".".repeat(20) });
  expect(watched.stop()).toBeUndefined();
});
