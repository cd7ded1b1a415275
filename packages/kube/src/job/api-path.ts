type Query = Readonly<Record<string, string | number | boolean>>;

const path = (way: string, query: Query = {}) => {
  const text = new URLSearchParams(
    Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
  return text === "" ? way : `${way}?${text}`;
};

export const jobsPath = (namespace: string, query?: Query) =>
  path(`/apis/batch/v1/namespaces/${namespace}/jobs`, query);

export const jobPath = ({ namespace, name }: { readonly namespace: string; readonly name: string }) =>
  jobsPath(namespace).concat("/", name);

export const podsPath = (namespace: string, query?: Query) => path(`/api/v1/namespaces/${namespace}/pods`, query);

export const podPath = (namespace: string, pod: string) => podsPath(namespace).concat("/", pod);

export const logPath = (namespace: string, pod: string, query: Query) =>
  path(`/api/v1/namespaces/${namespace}/pods/${pod}/log`, query);

export const secretsPath = (namespace: string) => `/api/v1/namespaces/${namespace}/secrets`;

export const eventsPath = (namespace: string, uid: string) =>
  path(`/api/v1/namespaces/${namespace}/events`, {
    fieldSelector: `involvedObject.uid=${uid},type=Warning`,
    limit: 50,
  });
