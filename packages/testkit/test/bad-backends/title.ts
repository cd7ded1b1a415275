/** Of tests that catch several. */
export const title = {
  stopInstall: "stops an install that is told to: interrupted, its release failed and not pending",
  stopUpgrade: "stops an upgrade that is told to: interrupted, its release failed and not pending",
  deadline: "ends helm at the deadline, its release failed and not pending",
  apart: "keeps two executors apart: one is stopped, the other goes on",
  test: "runs the tests of a release, only those asked for, and tells which failed",
  evidence: "keeps of a failure what helm said, where it ran, and the pods of the release",
  stdin: "gives helm its stdin, and shows it in no arguments, pod, event or log",
  large: "carries files of more than 1 MiB",
  tooLarge: "tells a release that is too large for its record",
  twice: "makes no second revision of an upgrade that two helmwatch ask for at once",
};

export const allFailures = [
  "tells a hook that failed",
  "tells a resource that failed while it was waited for",
  "tells resources that are not ready by helm's timeout",
  "tells a release that another helm left pending",
  "tells a cluster that it cannot reach",
  "tells a cluster that refuses it",
  title.tooLarge,
  "tells a chart that does not render",
  "tells a chart that is not there",
  "tells a folder that is no chart",
  title.evidence,
  title.twice,
];
