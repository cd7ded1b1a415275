import { basename, join } from "node:path";
import { execa } from "execa";
import { kubeadmPrograms, kubernetesPrograms } from "../cluster/local/programs.js";
import { busyboxFiles } from "../tools/busybox.js";
import { goPrograms } from "../tools/go-programs.js";
import type { Image } from "../tools/image.js";
import type { Progress } from "../tools/progress.js";
import { xtablesFiles } from "./xtables-files.js";

/** The images that kubeadm makes a cluster of, under the names by which it asks for them. */
export async function componentImages(
  version: string,
  call: { signal: AbortSignal; progress: Progress },
): Promise<readonly Image[]> {
  const { kubeadm, etcd } = await kubeadmPrograms(call);
  const kubernetes = await kubernetesPrograms(call);
  const { coredns } = await coreDns(call);
  const contents: Readonly<Record<string, Omit<Image, "name">>> = {
    "kube-apiserver": program("kube-apiserver"),
    "kube-controller-manager": program("kube-controller-manager"),
    "kube-scheduler": program("kube-scheduler"),
    "kube-proxy": { files: { ...program("kube-proxy").files, ...(await xtablesFiles(call)) } },
    etcd: { files: { "/usr/local/bin/etcd": { copyOf: etcd } } },
    coredns: { files: { "/coredns": { copyOf: coredns } }, entrypoint: ["/coredns"] },
    pause: { files: await busyboxFiles(call), entrypoint: ["/bin/sleep", "infinity"] },
  };
  const { stdout } = await execa(kubeadm, ["config", "images", "list", "--kubernetes-version", version]);
  return stdout.split("\n").map((name) => {
    const content = contents[basename(name.replace(/:[^/]*$/, ""))];
    if (!content) throw new Error(`kubeadm ${version} wants an image that is not known here: ${name}`);
    return { name, env: { PATH: "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" }, ...content };
  });

  function program(name: keyof typeof kubernetes): Pick<Image, "files"> {
    return { files: { [`/usr/local/bin/${name}`]: { copyOf: kubernetes[name] } } };
  }
}

const coreDns = (call: { signal: AbortSignal; progress: Progress }) =>
  goPrograms(
    {
      directory: join(import.meta.dirname, "coredns"),
      module: "github.com/coredns/coredns",
      sources: ["main.go"],
      packages: { coredns: "." },
      variables: () => ({}),
    },
    call,
  );
