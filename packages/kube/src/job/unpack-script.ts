/**
 * POSIX sh with the tools of busybox (sha256sum, tar): checks the sums of a pack in folder `$in`, then puts its files
 * together in `$work/files`. Needs both variables and a function `fail MESSAGE` that exits; leaves the shell in `$in`.
 */
export const unpackScript = `cd "$in" || fail "the input folder is missing"
sha256sum -c sums >/dev/null 2>&1 || fail "what arrived in the pod is not what was sent"
mkdir -p "$work/files" "$work/tmp" || fail "the work folder cannot be written"
while read -r key kind name; do
  case $kind in
    tgz) mkdir "$work/files/$name" && cat "$key".* | tar -xzf - -C "$work/files/$name" ;;
    *) cat "$key".* >"$work/files/$name" ;;
  esac || fail "file $name cannot be put together"
done <files
`;
