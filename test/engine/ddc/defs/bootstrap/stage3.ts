import { definePallet } from "#dsl";
import { stage3Tool } from "./stage3-tool.js";

export const stage3 = definePallet({ name: "bootstrap-stage3", description: "What must not depend on the host seed", members: [stage3Tool] });
