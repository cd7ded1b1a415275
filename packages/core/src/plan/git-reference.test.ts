import { expect, it } from "vitest";
import { gitReference } from "./git-reference.js";

it.each<[string, ReturnType<typeof gitReference>]>([
  ["git+https://github.com/acme/charts", { url: "https://github.com/acme/charts", path: "" }],
  [
    "git+https://github.com/acme/charts.git?ref=release/1.2&path=./charts/web/",
    { url: "https://github.com/acme/charts.git", ref: "release/1.2", path: "charts/web" },
  ],
  ["git+ssh://git@host:2222/charts?ref=v1", { url: "ssh://git@host:2222/charts", ref: "v1", path: "" }],
  ["git+file:///srv/charts.git?path=a%20b", { url: "file:///srv/charts.git", path: "a b" }],
])("%s is read", (name, reference) => {
  expect(gitReference(name)).toEqual(reference);
});

it.each([
  ["git+ext::sh -c touch% /tmp/x", "it is not an address of that form"],
  ["git+ext://host/x", '"ext" is none of https, ssh, http, file'],
  ["git+ssh://-oProxyCommand=x/y", "it is not an address of that form"],
  ["git+ssh://git@-oProxyCommand=x/y", "it is not an address of that form"],
  ["git+ssh://git@github.com:acme/charts", "it is not an address of that form"],
  ["git+file://charts", "it is not an address of that form"],
  ["git+https://host/x#main", "it is not an address of that form"],
  ["git+https://host/x?branch=main", '"branch" is neither "ref" nor "path"'],
  ["git+https://host/x?path=../y", 'path "../y" leads out of the repository'],
  ["git+https://host/x?path=/etc", 'path "/etc" leads out of the repository'],
  ["git+https://host/x?ref=--upload-pack=x", 'ref "--upload-pack=x" is no name of a branch, tag or commit'],
  ["git+https://host/x?ref=a:b", 'ref "a:b" is no name of a branch, tag or commit'],
  ["git+https://host/x?ref=", 'ref "" is no name of a branch, tag or commit'],
])("%s is refused", (name, problem) => {
  expect(gitReference(name)).toEqual({ problem });
});
