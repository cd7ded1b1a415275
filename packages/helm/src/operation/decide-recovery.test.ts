import { expect, it } from "vitest";
import { decideRecovery, type Recovery } from "./decide-recovery.js";

const none = { action: "none" } as const;
const refuse = { action: "refuse" } as const;
const uninstall = { action: "uninstall" } as const;
const rollback = (toRevision: number) => ({ action: "rollback", toRevision }) as const;

it.each<[status: string, lastGood: number | undefined, unset: Recovery, rollback: Recovery, uninstall: Recovery]>([
  ["deployed", 3, none, none, none],
  ["failed", 2, none, none, none],
  ["failed", undefined, none, none, none],
  ["superseded", 1, none, none, none],
  ["uninstalled", 1, none, none, none],
  ["pending-install", undefined, refuse, uninstall, uninstall],
  // Over a history that was kept.
  ["pending-install", 4, refuse, rollback(4), uninstall],
  ["pending-upgrade", 3, refuse, rollback(3), uninstall],
  // Its first install had failed.
  ["pending-upgrade", undefined, refuse, uninstall, uninstall],
  ["pending-rollback", 2, refuse, rollback(2), uninstall],
  ["pending-rollback", undefined, refuse, uninstall, uninstall],
  ["uninstalling", 3, refuse, uninstall, uninstall],
  ["uninstalling", undefined, refuse, uninstall, uninstall],
])("%s with the last good revision %s", (status, lastGood, unset, byRollback, byUninstall) => {
  const state = { status, ...(lastGood === undefined ? {} : { lastGood }) };
  expect([undefined, "rollback", "uninstall"].map((one) => decideRecovery(state, one as undefined))).toEqual([
    ...[unset, byRollback, byUninstall],
  ]);
});
