/** A flag of helmwave that helmwatch does not have yet: it is refused by name rather than unknown or ignored. */
export interface LaterOption {
  readonly flags: string;
  /** Names of helmwave's variables, without `HELMWAVE_`. */
  readonly helmwave: readonly string[];
}

const later = (flags: string, ...helmwave: string[]): LaterOption => ({ flags, helmwave });

export const laterOptions: readonly LaterOption[] = [
  later("--remote-source <url>", "REMOTE_SOURCE"),
  later("--cache-dir <dir>", "CACHE_DIR", "CACHE_HOME"),
  later("--kubedog", "KUBEDOG_ENABLED", "KUBEDOG"),
  later("--kubedog-status-interval <duration>", "KUBEDOG_STATUS_INTERVAL"),
  later("--kubedog-start-delay <duration>", "KUBEDOG_START_DELAY"),
  later("--kubedog-timeout <duration>", "KUBEDOG_TIMEOUT"),
  later("--kubedog-log-width <n>", "KUBEDOG_LOG_WIDTH"),
  later("--kubedog-track-all", "KUBEDOG_TRACK_ALL"),
];
