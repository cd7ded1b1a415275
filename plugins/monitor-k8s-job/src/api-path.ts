import type { JobIdentity } from "./job-manifest.js";

type Query = Readonly<Record<string, string | number | boolean>>;

const path = (way: string, query: Query = {}) => {
  const text = new URLSearchParams(
    Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
  return text === "" ? way : `${way}?${text}`;
};

export const jobsPath = (namespace: string, query?: Query) =>
  path(`/apis/batch/v1/namespaces/${namespace}/jobs`, query);

export const jobPath = ({ namespace, name }: JobIdentity) => jobsPath(namespace).concat("/", name);

export const podsPath = (namespace: string, query?: Query) => path(`/api/v1/namespaces/${namespace}/pods`, query);

export const logPath = (namespace: string, pod: string, query: Query) =>
  path(`/api/v1/namespaces/${namespace}/pods/${pod}/log`, query);

export const eventsPath = (namespace: string, uid: string) =>
  path(`/api/v1/namespaces/${namespace}/events`, { fieldSelector: `involvedObject.uid=${uid}`, limit: 50 });

export const accessReviewPath = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
