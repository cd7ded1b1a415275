import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A folder with a chart of one ConfigMap and the files of each contender for `count` releases of it. */
export async function writeProject(folder: string, count: number, namespaces: Readonly<Record<string, string>>) {
  const names = Array.from({ length: count }, (_, index) => `r${index}`);
  const chart = join(folder, "chart");
  await mkdir(join(chart, "templates"), { recursive: true });
  await writeFile(join(chart, "Chart.yaml"), "apiVersion: v2\nname: one\nversion: 1.0.0\n");
  await writeFile(
    join(chart, "templates", "map.yaml"),
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  value: "{{ .Values.value }}"\n',
  );
  await writeFile(join(folder, "values.yaml"), "value: 1\n");
  await writeFile(join(folder, "names"), `${names.join("\n")}\n`);
  for (const tool of ["helmwatch", "helmwave"]) {
    const releases = names.map(
      (name) =>
        `  - {name: ${name}, namespace: ${namespaces[tool]}, create_namespace: true, chart: {name: ./chart, skip_dependency_update: true}, values: [values.yaml], wait: watcher}`,
    );
    await writeFile(join(folder, `${tool}.yml`), `releases:\n${releases.join("\n")}\n`);
  }
  const releases = names.map(
    (name) =>
      `  - {name: ${name}, namespace: ${namespaces.helmfile}, chart: ./chart, values: [values.yaml], wait: true}`,
  );
  await writeFile(join(folder, "helmfile.yaml"), `releases:\n${releases.join("\n")}\n`);
  return { names };
}
