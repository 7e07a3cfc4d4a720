import type { Warning } from "../lint.js";

/** About the comments that switch the others off; validate/allow looks for it. */
export const allowanceWarning: Warning = {
  code: "W209",
  title: "switched-off warning without reason or effect",
  about: "comments",
  finds: "a switched-off warning without reason or effect",
  page: `A comment \`// allow CODE: reason\` has no reason or another form, stands behind code, names what is no warning, or the line below it has no
such warning. This warning itself cannot be switched off, and an error never can.

Bad:

\`\`\`ts
url: "https://example.org/tool-1.0.tar.gz", // allow W204
\`\`\`

Good:

\`\`\`ts
// allow W204: upstream publishes nowhere else
url: "https://example.org/tool-1.0.tar.gz",
\`\`\`

Why: the reason is what a reviewer judges, and a comment that switches nothing off would hide the next warning.`,
};
