import { execa } from "execa";
import { debianPrograms } from "./debian-programs.js";
import type { ImageFile } from "./image.js";
import type { Progress } from "./progress.js";

/**
 * A shell and small tools (`sh`, `httpd`, `wget`, `nc`, `sleep`), in every local cluster: for charts of the tests, with
 * `imagePullPolicy: Never`. A container of it should `trap 'exit 0' TERM`: process 1 ignores signals it does not handle,
 * and would take the whole grace period to stop.
 */
export const busyboxImage = "localhost/helmwatch/busybox:1";

/** The busybox files, for images that need a shell beside their own program. */
export async function busyboxFiles(call: {
  signal: AbortSignal;
  progress: Progress;
}): Promise<Record<string, ImageFile>> {
  const [busybox] = await debianPrograms(["busybox"], call);
  const applets = (await execa(busybox, ["--list"])).stdout.split("\n").filter((applet) => applet !== "busybox");
  return {
    "/bin/busybox": { copyOf: busybox },
    ...Object.fromEntries(applets.map((applet) => [`/bin/${applet}`, { linkTo: "busybox" }])),
    "/etc/passwd": { text: "root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n" },
    "/etc/group": { text: "root:x:0:\nnogroup:x:65534:\n" },
  };
}
