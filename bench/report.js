// Tables of what bench/run.js measured.

/** Prints the results as Markdown, ready for docs/performance.md. */
export function printTables({ machine, results }) {
  const lines = [headline(machine), ""];
  for (const { size, rows, beside, memory, make } of results) {
    lines.push(
      `| ${size} definitions | seconds | empty node | ratio | processor seconds | ratio | runs |`,
      "|---|---|---|---|---|---|---|",
    );
    for (const [name, row] of Object.entries(rows)) lines.push(rowText(name, row));
    if (beside !== undefined) {
      lines.push(
        "",
        `| ${size} definitions | seconds | the other checkout | ratio | processor seconds | ratio | runs |`,
        "|---|---|---|---|---|---|---|",
        ...Object.entries(beside).map(([name, row]) => rowText(name, row)),
      );
    }
    lines.push(
      "",
      `| ${size} definitions | seconds | parsing and one sha256sum | ratio | processor seconds | ratio | runs |`,
      "|---|---|---|---|---|---|---|",
      rowText("make, nothing to do", make),
    );
    lines.push(
      "",
      `Peak memory of \`compile --frozen\` over the process tree: ${(memory / 2 ** 20).toFixed(0)} MiB`,
      "",
    );
  }
  for (const line of growth(results)) lines.push(line);
  process.stdout.write(`${lines.join("\n")}\n`);
}

function headline({ cpus, model, node, certificates, load, loadAfter }) {
  return `${cpus} x ${model}, Node ${node.slice(1)}, NODE_EXTRA_CA_CERTS ${certificates ? "set" : "not set"}, load ${load} before and ${loadAfter} after`;
}

/** The exponent of growth from each size to the next: 1 is proportional. */
function growth(results) {
  return results.slice(1).flatMap((large, index) => {
    const small = results[index];
    const power = (name, key) =>
      (Math.log(large.rows[name][key] / small.rows[name][key]) / Math.log(large.size / small.size)).toFixed(2);
    const exponents = Object.keys(large.rows).map(
      (name) => `| ${name} | ${power(name, "ratio")} | ${power(name, "cpuRatio")} |`,
    );
    return [
      `| growth from ${small.size} to ${large.size}: n to the power of | time | processor time |`,
      "|---|---|---|",
      ...exponents,
      "",
    ];
  });
}

function rowText(name, { wall, unit, ratio, cpu, cpuRatio, runs }) {
  return `| ${name} | ${seconds(wall)} | ${seconds(unit)} | ${ratio.toFixed(1)} | ${seconds(cpu)} | ${cpuRatio.toFixed(1)} | ${runs} |`;
}

function seconds(milliseconds) {
  return (milliseconds / 1000).toFixed(2);
}
