/** Whether helm is at work on a revision of that status, or was when it died. */
export const isUnfinished = (status: string) => status.startsWith("pending-") || status === "uninstalling";
