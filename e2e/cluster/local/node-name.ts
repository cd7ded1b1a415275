export const nodeName = "local";
