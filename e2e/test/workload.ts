import { busyboxImage } from "../tools/busybox.js";

const container = (script: string) => ({
  name: "main",
  image: busyboxImage,
  imagePullPolicy: "Never",
  command: ["sh", "-c", script],
});

/** Serves the files that `content` writes into its folder, at port `http` (8080). */
const server = (content: string) => ({
  ...container(`trap 'exit 0' TERM; mkdir /www && cd /www && ${content}; httpd -f -p 8080 & wait`),
  ports: [{ name: "http", containerPort: 8080 }],
  readinessProbe: { httpGet: { path: "/", port: "http" }, periodSeconds: 1 },
});

export const deployment = (name: string, replicas: number, content: string) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [server(content)] } },
  },
});

export const service = (name: string) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ port: 80, targetPort: "http" }] },
});

export const job = (name: string, script: string) => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name },
  spec: { backoffLimit: 0, template: { spec: { restartPolicy: "Never", containers: [container(script)] } } },
});
