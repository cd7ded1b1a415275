#!/bin/sh
# Removes what a cluster whose processes are dead or dying leaves on the machine.
# $1: name of its control groups, $2: its run directory.
set -u

for group in "/sys/fs/cgroup/$1" /sys/fs/cgroup/*/"$1"; do
  tries=100
  # A group is busy until the last process in it is gone.
  while [ -d "$group" ] && [ "$tries" -gt 0 ]; do
    find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || sleep 0.05
    tries=$((tries - 1))
  done
done

rm -rf -- "$2"
