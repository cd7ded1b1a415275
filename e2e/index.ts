export { type Cluster, type ClusterProvider, startCluster } from "./cluster/cluster.js";
export { kubernetesPrograms } from "./cluster/local/programs.js";
export { busyboxFiles, busyboxImage } from "./tools/busybox.js";
export { type HelmMajor, helmBinary } from "./tools/helm.js";
export { buildImage, type Image, type ImageFile } from "./tools/image.js";
export type { Progress } from "./tools/progress.js";
export { type Prometheus, type PrometheusOptions, startPrometheus } from "./tools/prometheus.js";
export { pushChart } from "./tools/push-chart.js";
export { type Credentials, type Registry, type RegistryOptions, startRegistry } from "./tools/registry.js";
