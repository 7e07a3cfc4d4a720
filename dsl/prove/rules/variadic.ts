import type { ContentRule } from "../rule.js";

/** Clang's loop that touches each page of a large frame: subq $4096, %rsp; movq $0, (%rsp); cmpq %r11, %rsp; jne. */
const probing = Buffer.from("4881ec0010000048c70424000000004c39dc75", "hex");

/** How far behind the loop a function has stored the registers that hold its arguments, in bytes. */
const reach = 128;

/** testb %al, %al; je: floating-point arguments are stored if there are some (System V ABI, AMD64, section 3.5.7). */
const guarded = Buffer.from("84c074", "hex");

/**
 * E817: no function with a variable number of arguments has lost the floating-point ones. With `-fstack-clash-protection` Clang
 * leaves out the instructions that store them where the frame takes a loop to probe, of more than 32 KiB: `va_arg` then reads zeros.
 */
export const variadicRule: ContentRule = ({ platform }, { file, bytes }) => {
  if (platform !== "linux/amd64") return [];
  for (let at = bytes.indexOf(probing); at >= 0; at = bytes.indexOf(probing, at + 1)) {
    const behind = bytes.subarray(at + probing.length, at + probing.length + reach);
    if (!storesArguments(behind) || behind.includes(guarded)) continue;
    return [
      {
        code: "E817",
        subject: file.path,
        message: `${file.path} has a function, at byte ${at}, that loses floating-point arguments`,
        hint: 'leave the protection out: harden: { stackClash: "has variadic functions with large frames" }.',
        path: ["build"],
      },
    ];
  }
  return [];
};

/** Whether %r8 and %r9 go to neighbouring places of the stack, as nothing but the beginning of a variadic function stores them. */
function storesArguments(code: Buffer): boolean {
  for (let at = 0; at < code.length; at++) {
    const eighth = stored(code, at, 0x00);
    const ninth = eighth && stored(code, at + eighth.length, 0x08);
    if (eighth && ninth && ninth.place === eighth.place + 8) return true;
  }
  return false;
}

/** movq %r8 or %r9 to a place relative to %rsp or %rbp; `register` are its bits in ModRM (AMD64 Architecture Programmer's Manual, volume 3, section 1.4). */
function stored(code: Buffer, at: number, register: number): { place: number; length: number } | undefined {
  if (at + 8 > code.length || code[at] !== 0x4c || code[at + 1] !== 0x89) return undefined;
  const mode = code[at + 2]! & 0xc0;
  const base = code[at + 2]! & 0x3f;
  const viaStack = base === (register | 4) && code[at + 3] === 0x24;
  if (!viaStack && base !== (register | 5)) return undefined;
  const operand = at + (viaStack ? 4 : 3);
  if (mode === 0x40) return { place: code.readInt8(operand), length: operand + 1 - at };
  return mode === 0x80 ? { place: code.readInt32LE(operand), length: operand + 4 - at } : undefined;
}
