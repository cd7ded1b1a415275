import * as z from "zod";

const unit: Readonly<Record<string, number>> = { "": 1, KIB: 1024, MIB: 1024 ** 2, KB: 1000, MB: 1000 ** 2 };
const largest = 64 * 1024 ** 2;

/** `512KiB`, `1MiB` or a number of bytes → bytes. */
export const byteSize = z.union([z.string(), z.number()]).transform((value, context) => {
  const [, amount, name = ""] = /^(\d+)\s*([kmi]*b)?$/i.exec(String(value)) ?? [];
  const bytes = Number(amount) * (unit[name.toUpperCase()] ?? Number.NaN);
  if (bytes >= 1 && bytes <= largest) return bytes;
  context.addIssue({ code: "custom", message: "expected a size up to 64MiB, like 512KiB or a number of bytes" });
  return z.NEVER;
});
