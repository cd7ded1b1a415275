#!/bin/sh
# Process 1 of a cluster's namespaces: hides the machine's state from the node's programs (and the other way round) behind
# file systems in memory, then waits. When it dies, the kernel ends every process of the cluster, unmounts all of this
# and removes the network: nothing needs to be cleaned up piece by piece, even after a crash.
# $1: a folder that must stay visible (the cache with programs and logs), wherever it lies.
set -eu

# -n: /run/mount/utab may be hidden by then.
for hidden in /run /var/lib /var/log; do
  mount -n -t tmpfs -o mode=755 helmwatch /mnt
  case $1 in
    "$hidden"/*)
      mkdir -p "/mnt/${1#"$hidden"/}"
      mount -n --bind "$1" "/mnt/${1#"$hidden"/}"
      ;;
  esac
  mount -n --move /mnt "$hidden"
done

# kubelet changes these kernel settings; let it change copies.
for setting in vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys \
  kernel/keys/root_maxbytes; do
  copy=/run/settings/$setting
  mkdir -p "${copy%/*}"
  cat "/proc/sys/$setting" >"$copy"
  mount -n --bind "$copy" "/proc/sys/$setting"
done

# containerd wants to pass mounts on to containers; this peer group does not reach the machine's mounts.
mount -n --make-rshared /

ip link set lo up
echo 1 >/proc/sys/net/ipv4/ip_forward
echo ready

# As process 1 the shell also reaps the orphans that `wait` meets.
sleep infinity &
wait
