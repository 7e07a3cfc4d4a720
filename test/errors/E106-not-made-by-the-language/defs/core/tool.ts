export const tool = { kind: "package", name: "core-tool", version: "1.0" };
